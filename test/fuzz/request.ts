/** A request that a fuzzer sends. */
export interface FuzzRequest {
  method: string
  /** With the query; printable ASCII. */
  path: string
  /** The caller whose `apikey` and `Authorization` the driver adds. */
  as: 'nobody' | 'application' | 'person'
  headers: [name: string, value: string][]
  /** Bytes as Latin-1 characters. */
  body: string | null
}

/** Values of the tested service; the driver replaces `<name>` with them in paths, headers and bodies. */
export type Placeholders = Readonly<Record<string, string>>

/** Returns the text with the known values filled in. */
export function fillIn(text: string, known: Placeholders): string {
  return text.replaceAll(/<([a-z]+)>/g, (whole, name: string) => known[name] ?? whole)
}

/** Header values that the HTTP parser accepts; the raw sockets try the others. */
export const headerValue = (text: string): string =>
  Buffer.from(text, 'utf8')
    .toString('latin1')
    .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '')
    .slice(0, 4000)

/** A path that the client and the HTTP parser accept. */
export const pathText = (text: string): string =>
  text.toWellFormed().replaceAll(/[^\x21-\x7e]/gu, (character) => encodeURIComponent(character))
