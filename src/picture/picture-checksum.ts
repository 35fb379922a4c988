import { hash } from 'node:crypto'

/** What the bytes of a kept file must be. */
export interface Checksum {
  /** Bytes. */
  size: number
  /** SHA-256, in lower-case hex. */
  sha256: string
}

export function checksumOf(bytes: Uint8Array): Checksum {
  return { size: bytes.length, sha256: hash('sha256', bytes, 'hex') }
}

/** Whether these are the bytes. */
export function isIntact(bytes: Uint8Array, { size, sha256 }: Checksum): boolean {
  return bytes.length === size && hash('sha256', bytes, 'hex') === sha256
}

/** The checksums of the derived forms that are kept, by the ends of their keys such as `512.webp`. */
export type VariantChecksums = Readonly<Record<string, Checksum>>

/** Reads the column: `{"512.webp":[9876,"ab…"]}`. What is not written like that is left out, and derived anew. */
export function readVariants(column: string | null): VariantChecksums {
  if (column === null) return {}
  try {
    const entries = Object.entries(JSON.parse(column) as object).flatMap(([name, value]) => {
      const [size, sha256] = Array.isArray(value) ? (value as unknown[]) : []
      return Number.isInteger(size) && typeof sha256 === 'string'
        ? [[name, { size: size as number, sha256 }] as const]
        : []
    })
    return Object.fromEntries(entries)
  } catch {
    return {}
  }
}

export function writeVariants(variants: VariantChecksums): string {
  const entries = Object.entries(variants).map(([name, { size, sha256 }]) => [name, [size, sha256]])
  return JSON.stringify(Object.fromEntries(entries))
}
