/** Reads documents of OpenID providers. */
export interface ProviderClient {
  /**
   * Returns the JSON object at the address, within seconds and a limit of size, without following redirects.
   * @throws {ProviderFault}
   */
  read(url: string): Promise<Record<string, unknown>>
}

/** A provider is unavailable, or its response cannot be used. The message is for operators. */
export class ProviderFault extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ProviderFault'
  }
}
