import { setTimeout as sleep } from 'node:timers/promises'
import { plain } from '../test/support/pictures.ts'
import { type Answer, type Call, createClient } from './client.ts'

/** Maximum milliseconds between a response and the visitor's next request. */
const PAUSE = 60
/** Updates and uploads per 100 requests; the others are reads. */
const UPDATES = 30
const UPLOADS = 5

export type Kind = 'read' | 'update' | 'upload' | 'picture'

export interface Visitor {
  /** Every response and failure. */
  seen: { kind: Kind; answer: Answer }[]
  /** Runs until it is stopped. */
  run(): Promise<void>
  stop(): void
  /** Returns the acknowledged changes that are missing. */
  findLost(): Promise<string[]>
}

/**
 * A visitor with a separate connection, who reads and changes their profile and picture, one request after the other,
 * and remembers acknowledged changes.
 */
export function createVisitor(origin: string, headers: Record<string, string>, image: Buffer): Visitor {
  const client = createClient(origin, 1)
  const seen: Visitor['seen'] = []
  const pictures: string[] = []
  /** The names that the profile may contain: the last acknowledged one, and later ones without a response. */
  let names: string[] = []
  let isUnsure = false
  let isStopping = false
  let count = 0

  const send = async (kind: Kind, call: Call): Promise<Answer> => {
    const answer = await client.send(call)
    seen.push({ kind, answer })
    return answer
  }
  const update = async () => {
    const name = `n${++count}`
    const answer = await send('update', {
      method: 'PATCH',
      path: '/api/v1/user/profile/',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ first_name: name }),
    })
    names = answer.status === 200 ? [name] : [...names, name]
  }
  const upload = async () => {
    const answer = await send('upload', uploadOf(image, headers))
    if (answer.status !== 200) {
      isUnsure = true
      return
    }
    const path = pathOfPicture(answer.body)
    pictures.splice(0, pictures.length, path)
    isUnsure = false
    await send('picture', { path })
  }
  const readProfile = () => send('read', { path: '/api/v1/user/get/profile/', headers })

  return {
    seen,
    async run() {
      while (!isStopping) {
        const choice = Math.random() * 100
        await (choice < UPLOADS ? upload() : choice < UPLOADS + UPDATES ? update() : readProfile())
        await sleep(Math.random() * PAUSE)
      }
    },
    stop() {
      isStopping = true
    },
    async findLost() {
      const { data } = JSON.parse((await readProfile()).body) as {
        data: { UserProfile: [{ first_name: string }]; ProfileImage: string }
      }
      const [profile] = data.UserProfile
      const lost: string[] = []
      if (names.length > 0 && !names.includes(profile.first_name)) {
        lost.push(`the name is ${profile.first_name}, not ${names.join(' or ')}`)
      }
      const shown = data.ProfileImage
      for (const path of isUnsure ? [shown] : pictures) {
        if (shown !== path) lost.push(`the picture is ${shown}, not ${path}`)
        const { status } = await send('picture', { path })
        if (status !== 200) lost.push(`${path} answers ${status}`)
      }
      client.close()
      return lost
    },
  }
}

/** A small photograph. */
export const newImage = (): Promise<Buffer> => plain(320, 240, '#884422').jpeg().toBuffer()

function uploadOf(image: Buffer, headers: Record<string, string>): Call {
  const boundary = 'visitor-boundary'
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="image"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`
  return {
    method: 'POST',
    path: '/api/v1/user/profile-image/',
    headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: Buffer.concat([Buffer.from(head), image, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  }
}

function pathOfPicture(body: string): string {
  const { data } = JSON.parse(body) as { data: { ProfileImage: string } }
  return data.ProfileImage
}
