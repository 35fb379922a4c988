import type { FastifyReply } from 'fastify'
import type { App } from '../http/schemas.ts'
import { issuerMetadataAnswer } from './issuer-metadata.schema.ts'
import { issuerMetadata, metadataPaths } from './issuer-metadata.ts'

const access = { access: 'open' as const }

/** What servers that verify our tokens look up. */
export function issuerMetadataRoutes(
  app: App,
  options: {
    base: string
    /** `iss` of the tokens. */
    issuer: string
    /** Claims of `user/userinfo/`. */
    claims: readonly string[]
  },
): void {
  const metadata = issuerMetadata(options.issuer, options.base, options.claims)
  const { own, inserted } = metadataPaths(options.issuer)
  const [openid, oauth] = own
  const answer = async (_request: unknown, reply: Pick<FastifyReply, 'header'>) => {
    reply.header('cache-control', 'public, max-age=300').header('access-control-allow-origin', '*')
    return metadata
  }
  const schema = {
    tags: ['Sign-in'],
    operationId: 'getIssuerMetadata',
    summary: 'Get the metadata of the issuer',
    description:
      'What libraries look up to verify access tokens: the issuer and the address of the key set (OpenID Connect Discovery 1.0). Nobody can sign in by OpenID Connect here.',
    response: { 200: issuerMetadataAnswer },
  }
  app.get(openid, { config: access, schema }, answer)
  app.get(
    oauth,
    {
      config: access,
      schema: {
        ...schema,
        operationId: 'getAuthorizationServerMetadata',
        description: 'The same, where RFC 8414 looks for it.',
        'x-same-as': 'getIssuerMetadata',
      },
    },
    answer,
  )
  for (const path of inserted) app.get(path, { config: access, schema: { hide: true } }, answer)
}
