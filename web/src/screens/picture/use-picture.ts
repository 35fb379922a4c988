import { useCallback, useEffect, useState } from 'react'
import { asFailure, type Failure } from '../../api/failure.ts'
import type { CurrentPicture, Square } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { pictureAddress } from '../../picture-address.ts'
import { useReadAgain } from '../../ui/use-read-again.ts'
import { sendWithProgress } from './upload.ts'

/** Side of the displayed picture, in pixels: sharp on most screens. */
export const SHOWN = 512

/** Degrees by quarter turns. */
const turns = [0, 90, 180, 270] as const

const extensions: Record<string, string> = { 'image/jpeg': 'jpg', 'image/webp': 'webp', 'image/png': 'png' }

/** The picture of the person, and the actions on it. */
export function usePicture() {
  const { account, api, config, session } = useApp()
  const [current, setCurrent] = useState<CurrentPicture | null>(null)
  const [loadFailure, setLoadFailure] = useState<Failure | null>(null)

  /** Shows the stored picture once it has loaded. @throws {Failure} */
  const refresh = useCallback(async () => {
    const { data } = await api.call('GET', 'user/profile-image/')
    const image = new Image()
    image.src = pictureAddress(data, SHOWN, config.api_base)
    await image.decode().catch(() => undefined)
    setCurrent(data)
  }, [api, config.api_base])
  const load = useCallback(async () => {
    setLoadFailure(null)
    await refresh().catch((error: unknown) => setLoadFailure(asFailure(error)))
  }, [refresh])

  useReadAgain(load)
  useEffect(() => session.onProfileChange(() => void refresh().catch(() => undefined)), [session, refresh])

  const changed = async () => {
    session.broadcastProfileChange()
    // The request succeeded, so an old picture on the screen is not a failure.
    await Promise.allSettled([refresh(), account.load()])
  }

  return {
    current,
    loadFailure,
    reload: load,
    /**
     * Uploads a file; without a square, the service chooses the visible part.
     * @throws {Failure}, AbortError if it was canceled
     */
    async upload(
      blob: Blob,
      square: Square | null,
      options: { onProgress: (share: number) => void; signal: AbortSignal },
    ): Promise<void> {
      const body = new FormData()
      for (const [name, value] of Object.entries(square ?? {})) body.set(`crop_${name}`, String(value))
      body.set('image', blob, `picture.${extensions[blob.type] ?? 'img'}`)
      await api.raw('POST', 'user/profile-image/', {
        body,
        signal: options.signal,
        transport: sendWithProgress(options.onProgress),
      })
      await changed()
    },
    /** Turns the stored picture clockwise by quarters, and changes its visible part. @throws {Failure} */
    async recrop(square: Square, quarters: number): Promise<void> {
      const { x, y, width, height } = square
      await api.call('POST', 'user/profile-image/crop/', {
        body: { crop_x: x, crop_y: y, crop_width: width, crop_height: height, rotate: turns[quarters] ?? 0 },
      })
      await changed()
    },
    /** @throws {Failure} */
    async remove(): Promise<void> {
      await api.call('DELETE', 'user/profile-image/')
      await changed()
    },
  }
}
