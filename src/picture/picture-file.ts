import { type FileHandle, open } from 'node:fs/promises'

/** Opens a file for as long as `read` takes. */
export async function reading<T>(path: string, read: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path)
  try {
    return await read(file)
  } finally {
    await file.close()
  }
}

/** Up to `size` bytes, fewer at the end of the file. */
export async function readAt(file: FileHandle, position: number, size: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, position)
  return buffer.subarray(0, bytesRead)
}
