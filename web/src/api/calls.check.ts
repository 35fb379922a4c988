/** Calls that must not compile. Only `tsc -p web` reads this file: nothing runs or imports it. */
import type { Api } from './client.ts'
import type { ProofPath } from './operations.ts'

export async function check(api: Api): Promise<unknown> {
  const { data } = await api.call('GET', 'user/email-change/')
  const email: string | undefined = data.pending?.email
  // @ts-expect-error the response has another type
  const tries: string | undefined = data.pending?.tries_left
  // @ts-expect-error there is no such path
  await api.call('GET', 'user/nothing/')
  // @ts-expect-error the path has another method
  await api.call('DELETE', 'user/get/profile/')
  // @ts-expect-error the body is missing
  await api.call('POST', 'user/password/change/')
  // @ts-expect-error a field is missing
  await api.call('POST', 'user/password/change/', { body: { old_password: '' } })
  // @ts-expect-error a field has another type
  await api.call('PATCH', 'user/profile/', { body: { first_name: 1 } })
  // @ts-expect-error there is no such field
  await api.call('POST', 'user/logout/', { body: { refreshed: '' } })
  // @ts-expect-error a file must be sent in a form
  await api.call('POST', 'user/profile-image/', { body: { image: '' } })
  // @ts-expect-error the path parameter is missing
  await api.call('DELETE', 'user/sessions/{id}/')
  // @ts-expect-error there is no such query parameter
  await api.call('GET', 'user/activity/', { query: { limits: 1 } })
  // @ts-expect-error the call takes no proof
  const proof: ProofPath = 'user/logout/'
  return [email, tries, proof]
}
