import type { Transport } from '../../api/client.ts'

/**
 * Sends like `fetch`, and reports how much of the body has been sent, from 0 to 1, which `fetch` cannot. It rejects
 * like `fetch`: TypeError without a response, AbortError if it was canceled.
 */
export function sendWithProgress(onProgress: (share: number) => void): Transport {
  return (url, { method = 'POST', headers = {}, body, signal }) =>
    new Promise((resolve, reject) => {
      const canceled = () => new DOMException('canceled', 'AbortError')
      if (signal?.aborted) return reject(canceled())
      const request = new XMLHttpRequest()
      const abort = () => request.abort()
      request.open(method, url)
      request.withCredentials = false
      for (const [name, value] of new Headers(headers)) request.setRequestHeader(name, value)
      request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
      request.onload = () => resolve(responseOf(request))
      request.onerror = () => reject(new TypeError('no answer'))
      request.onabort = () => reject(canceled())
      request.onloadend = () => signal?.removeEventListener('abort', abort)
      signal?.addEventListener('abort', abort)
      request.send(body as FormData)
    })
}

function responseOf(request: XMLHttpRequest): Response {
  const names = ['content-type', 'etag', 'retry-after']
  const headers = new Headers()
  for (const name of names) {
    const value = request.getResponseHeader(name)
    if (value !== null) headers.set(name, value)
  }
  return new Response(request.responseText, { status: request.status, headers })
}
