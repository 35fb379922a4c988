import { z } from 'zod'

const url = (example: string) => z.string().meta({ example: `https://id.example.com${example}` })

/** Not in the envelope: RFC 8414, 3.2. */
export const issuerMetadataAnswer = z
  .object({
    issuer: url('').describe('`iss` of the access tokens.'),
    jwks_uri: url('/.well-known/jwks.json').describe('The keys that verify them.'),
    userinfo_endpoint: url('/api/v1/user/userinfo/').describe('Needs your `apikey` besides the token.'),
    service_documentation: url('/docs/'),
    response_types_supported: z
      .array(z.string())
      .describe('`none`: people do not sign in by OpenID Connect.'),
    subject_types_supported: z.array(z.string()),
    id_token_signing_alg_values_supported: z.array(z.string()).describe('The algorithm of the tokens.'),
    claims_supported: z.array(z.string()).describe('What `user/userinfo/` returns.'),
  })
  .meta({ id: 'IssuerMetadata' })

export type IssuerMetadata = z.output<typeof issuerMetadataAnswer>
