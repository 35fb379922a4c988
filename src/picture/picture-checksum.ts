import { hash } from 'node:crypto'

/** Expected content of a stored file. */
export interface Checksum {
  /** In bytes. */
  size: number
  /** SHA-256, in lower-case hex. */
  sha256: string
}

export function checksumOf(bytes: Uint8Array): Checksum {
  return { size: bytes.length, sha256: hash('sha256', bytes, 'hex') }
}

/** Whether the bytes match the checksum. */
export function isIntact(bytes: Uint8Array, { size, sha256 }: Checksum): boolean {
  return bytes.length === size && hash('sha256', bytes, 'hex') === sha256
}

/** Checksums of the stored variants, by the suffixes of their keys such as `512.webp`. */
export type VariantChecksums = Readonly<Record<string, Checksum>>

/**
 * Parses the column: `{"512.webp":[9876,"ab…"]}`. Invalid entries are omitted, so these variants are derived
 * again.
 */
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
