import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { startBrowser } from '../../support/browser.ts'

/** What Chromium makes of a file in an `<img>`; the differences are those of the service's original from it. */
export interface ChromiumVerdict {
  opens: boolean
  /** Natural size, upright, in pixels. */
  width?: number
  height?: number
  /** Median and mean difference of a channel, of 255. */
  median?: number
  mean?: number
  /** Share of the channels that differ clearly. */
  clear?: number
  /** The EXIF orientation that would turn Chromium's picture into the service's. */
  turn?: number
}

/** Longest time for one picture, in milliseconds. */
const PATIENCE = 90_000

/** Starts Chromium with a page that compares pictures, in sRGB. */
export async function openChromium() {
  const files = new Map<string, { path: string; type?: string }>()
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '')
    if (!file) {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>Pictures</title>')
      return
    }
    readFile(file.path).then(
      (bytes) => {
        // Without a type the browser goes by the content, except for SVG.
        if (file.type !== undefined) response.setHeader('content-type', file.type)
        response.end(bytes)
      },
      () => response.writeHead(404).end(),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  let browser = await startBrowser(['--force-color-profile=srgb'])
  const openPage = async () => {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${port}/`)
    await page.addScriptTag({ path: join(import.meta.dirname, 'in-browser.js') })
    return page
  }
  let page = await openPage()
  let count = 0
  const judgeOnce = async (path: string, isSvg: boolean, original: string | null) => {
    const file = `/file/${++count}`
    files.set(file, isSvg ? { path, type: 'image/svg+xml' } : { path })
    if (original !== null) files.set(`/original/${count}`, { path: original })
    const asked = { file, original: original === null ? null : `/original/${count}` }
    const judged = page.evaluate(`judgePicture(${JSON.stringify(asked)})`) as Promise<ChromiumVerdict>
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('no verdict in time')), PATIENCE)
    })
    try {
      return await Promise.race([judged, late])
    } finally {
      clearTimeout(timer)
      files.clear()
    }
  }
  return {
    /** `original` is the path of the service's original, if there is one. */
    async judge(path: string, isSvg: boolean, original: string | null): Promise<ChromiumVerdict> {
      try {
        return await judgeOnce(path, isSvg, original)
      } catch {
        // A tab that crashes or hangs has not opened the picture.
        await browser.close().catch(() => {})
        browser = await startBrowser(['--force-color-profile=srgb'])
        page = await openPage()
        return { opens: false }
      }
    },
    async close() {
      await browser.close()
      server.close()
    },
  }
}
