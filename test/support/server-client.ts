import { type Scope, scopeNames } from '../../src/protocol/scopes.ts'
import { type TestService, testOperator } from './service.ts'

/** What a server was answered. */
export interface Answer<T> {
  status: number
  headers: Headers
  data: T
  /** Codes of the failure, by field. */
  codes: Record<string, string | string[]>
}

/** A server of a test that calls with its own key. */
export interface ServerClient {
  applicationId: string
  apikey: string
  call<T = Record<string, unknown>>(
    method: string,
    path: string,
    options?: { json?: unknown; form?: FormData; headers?: Record<string, string> },
  ): Promise<Answer<T>>
}

let counter = 0

/** Registers a server. */
export async function serverClient(
  service: Pick<TestService, 'services' | 'base'>,
  scopes: readonly Scope[] = scopeNames,
): Promise<ServerClient> {
  const wanted = { name: `server-${process.pid}-${++counter}`, kind: 'server', scopes } as const
  const { application, apiKey: apikey } = await service.services.applications.create(wanted, testOperator)
  return {
    applicationId: application.id,
    apikey,
    async call(method, path, { json, form, headers } = {}) {
      const answer = await fetch(`${service.base}/${path}`, {
        method,
        headers: {
          apikey,
          ...(json !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(json !== undefined && { body: JSON.stringify(json) }),
        ...(form && { body: form }),
      })
      const text = await answer.text()
      const body = text === '' ? {} : JSON.parse(text)
      return {
        status: answer.status,
        headers: answer.headers,
        data: body.data,
        codes: body.error_codes ?? {},
      }
    },
  }
}
