import { CommandError, usageError } from '../command-error.ts'
import { openInput } from '../user/import-input.ts'

/** Larger than 64 declarations with texts in every language. */
const FILE_MAX = 4_000_000

/**
 * Reads the declarations of a file: the JSON of `attribute list --json`, or the list in it.
 * @throws {UnusablePlace} if the file cannot be read
 * @throws {CommandError} if it is something else
 */
export async function readDeclarationFile(file: string): Promise<unknown[]> {
  const { chunks } = await openInput(file, new AbortController().signal)
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.byteLength
    if (size > FILE_MAX) throw usageError(`${file}: must have at most ${FILE_MAX} bytes`)
    parts.push(chunk)
  }
  const content = parse(file, Buffer.concat(parts).toString())
  const list = Array.isArray(content) ? content : (content as { attributes?: unknown } | null)?.attributes
  if (!Array.isArray(list))
    throw usageError(
      `${file}: must be JSON with a list of "attributes", as "attribute list --json" prints it`,
    )
  return list
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new CommandError(`${file}: is not JSON: ${(cause as Error).message}`, { exitCode: 2, cause })
  }
}
