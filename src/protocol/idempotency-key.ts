/** Values of `Idempotency-Key`: 1 to 255 visible characters (draft-ietf-httpapi-idempotency-key-header-07, 2.1). */
export const IDEMPOTENCY_KEY = /^[!-~]{1,255}$/
