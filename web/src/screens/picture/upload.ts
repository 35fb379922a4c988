import type { Transport } from '../../api/client.ts'

/**
 * Sends as `fetch` does, and tells how much of the body has left, from 0 to 1, which `fetch` cannot.
 * It rejects as `fetch` does: TypeError without an answer, AbortError where it was cancelled.
 */
export function sendTelling(onProgress: (share: number) => void): Transport {
  return (url, { method = 'POST', headers = {}, body, signal }) =>
    new Promise((resolve, reject) => {
      const cancelled = () => new DOMException('cancelled', 'AbortError')
      if (signal?.aborted) return reject(cancelled())
      const request = new XMLHttpRequest()
      const abort = () => request.abort()
      request.open(method, url)
      request.withCredentials = false
      for (const [name, value] of new Headers(headers)) request.setRequestHeader(name, value)
      request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
      request.onload = () => resolve(answerOf(request))
      request.onerror = () => reject(new TypeError('no answer'))
      request.onabort = () => reject(cancelled())
      request.onloadend = () => signal?.removeEventListener('abort', abort)
      signal?.addEventListener('abort', abort)
      request.send(body as FormData)
    })
}

function answerOf(request: XMLHttpRequest): Response {
  const names = ['content-type', 'etag', 'retry-after']
  const headers = new Headers()
  for (const name of names) {
    const value = request.getResponseHeader(name)
    if (value !== null) headers.set(name, value)
  }
  return new Response(request.responseText, { status: request.status, headers })
}
