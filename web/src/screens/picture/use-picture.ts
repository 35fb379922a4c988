import { useCallback, useEffect, useState } from 'react'
import { asFailure, type Failure } from '../../api/failure.ts'
import type { CurrentPicture, Square } from '../../api/types.ts'
import { useApp } from '../../app-context.ts'
import { pictureAddress } from '../../picture-address.ts'
import type { Prepared } from './prepare.ts'
import { sendTelling } from './upload.ts'

/** Side of the picture that the screen shows, in pixels: sharp on most screens. */
export const SHOWN = 512

const extensions: Record<string, string> = { 'image/jpeg': 'jpg', 'image/webp': 'webp', 'image/png': 'png' }

/** The picture of the person, and what can be done with it. */
export function usePicture() {
  const { api, config, session } = useApp()
  const [current, setCurrent] = useState<CurrentPicture | null>(null)
  const [loadFailure, setLoadFailure] = useState<Failure | null>(null)

  /** Shows what the service has, once it is there to be shown. @throws {Failure} */
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

  useEffect(() => void load(), [load])
  useEffect(() => session.onProfileChange(() => void refresh().catch(() => undefined)), [session, refresh])

  const changed = async () => {
    session.tellProfileChange()
    // What was asked for is done, so an old picture on the screen is no failure of it.
    await refresh().catch(() => undefined)
  }

  return {
    current,
    loadFailure,
    reload: load,
    /** @throws {Failure}, AbortError where it was cancelled */
    async upload(
      { blob }: Prepared,
      square: Square,
      options: { onProgress: (share: number) => void; signal: AbortSignal },
    ): Promise<void> {
      const body = new FormData()
      for (const [name, value] of Object.entries(square)) body.set(`crop_${name}`, String(value))
      body.set('image', blob, `picture.${extensions[blob.type] ?? 'img'}`)
      await api.raw('POST', 'user/profile-image/', {
        body,
        signal: options.signal,
        transport: sendTelling(options.onProgress),
      })
      await changed()
    },
    /** Shows another part of the picture that the service keeps. @throws {Failure} */
    async recrop(square: Square): Promise<void> {
      const { x, y, width, height } = square
      await api.call('POST', 'user/profile-image/crop/', {
        body: { crop_x: x, crop_y: y, crop_width: width, crop_height: height },
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
