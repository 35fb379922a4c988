/** Codes of an untrusted certificate (OpenSSL's `X509_V_ERR_…`, and Node's own for a wrong host). */
const CERTIFICATE = /CERT|^UNABLE_TO_|^ERR_TLS_CERT|^HOSTNAME_MISMATCH$|^INVALID_(CA|PURPOSE)$/

/** Whether a connection failed because the server's certificate is not trusted, by the code of the error. */
export function isCertificateFault(code: string): boolean {
  return CERTIFICATE.test(code)
}
