import { crc32 } from 'node:zlib'
import type { Random } from '../ports/random.ts'

/** What every server key starts with, so that scanners for leaked secrets find it. */
const PREFIX = 'ups_'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** 190 random bits. */
const RANDOM_LENGTH = 32
const CHECKSUM_LENGTH = 6

const pattern = new RegExp(`^${PREFIX}([0-9A-Za-z]{${RANDOM_LENGTH}})([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`)

/** Returns a new key: prefix, random characters and their checksum. */
export function newServerKey(random: Pick<Random, 'code'>): string {
  const text = random.code(DIGITS, RANDOM_LENGTH)
  return PREFIX + text + checksum(text)
}

/** Whether the text has the form of a server key and the right checksum; tells nothing about whether the key exists. */
export function isServerKey(text: string): boolean {
  const [, random, sum] = pattern.exec(text) ?? []
  return random !== undefined && checksum(random) === sum
}

/** Whether the text claims to be a server key. */
export const looksLikeServerKey = (text: string): boolean => text.startsWith(PREFIX)

/** The CRC-32 of the characters (RFC 1952, 8) in base 62, most significant digit first. */
function checksum(text: string): string {
  let rest = crc32(text)
  let digits = ''
  while (digits.length < CHECKSUM_LENGTH) {
    digits = DIGITS.charAt(rest % DIGITS.length) + digits
    rest = Math.floor(rest / DIGITS.length)
  }
  return digits
}
