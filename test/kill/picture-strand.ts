import sharp from 'sharp'
import { type Client, certain } from './client.ts'
import { isToStop } from './profile-strand.ts'

const WIDTH = 128
const HEIGHT = 64
/** Levels of each channel, far enough apart to survive every encoder. */
const LEVELS = 5
const STEP = 50

type Color = string

/** Returns the n-th of 125 colors. */
function colorOf(n: number): Color {
  const level = (k: number) => (Math.floor(n / LEVELS ** k) % LEVELS) * STEP + STEP / 2
  return [level(0), level(1), level(2)].join(',')
}

async function twoHalves(left: Color, right: Color): Promise<Blob> {
  const [a, b] = [left, right].map((color) => color.split(',').map(Number))
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3)
  for (let i = 0; i < WIDTH * HEIGHT; i++) pixels.set((i % WIDTH < WIDTH / 2 ? a : b)!, i * 3)
  const raw = { width: WIDTH, height: HEIGHT, channels: 3 } as const
  return new Blob([new Uint8Array(await sharp(pixels, { raw }).png().toBuffer())])
}

/** Returns the color of a picture, or `null` if it is none of them. */
async function shownColor(bytes: Uint8Array): Promise<Color | null> {
  const { channels } = await sharp(bytes).stats()
  const means = channels.slice(0, 3).map(({ mean }) => mean)
  const levels = means.map((mean) => Math.round((mean - STEP / 2) / STEP) * STEP + STEP / 2)
  return means.every((mean, i) => Math.abs(mean - levels[i]!) < STEP / 3) ? levels.join(',') : null
}

/** The sizes of pictures. */
const SIZES = [32, 64, 128, 256, 512]

const half = (which: 0 | 1) => ({
  crop_x: String((which * WIDTH) / 2),
  crop_y: '0',
  crop_width: String(HEIGHT),
  crop_height: String(HEIGHT),
})

/** Uploads, crops and removes pictures, sometimes two at once, until a response is missing. */
export async function pictureStrand(client: Client): Promise<void> {
  const acts = [
    [8, upload],
    [3, uploadTwice],
    [5, cropAgain],
    [2, remove],
  ] as const
  while (client.isRunning) {
    const access = client.sessions[0]?.access
    if (access === undefined) return
    if (await client.dice.pick(acts)(client, access)) return
  }
}

function nextHalves(client: Client): readonly [Color, Color] {
  const n = ++client.counter * 7 + Number(client.name.slice(1)) * 31
  return [colorOf(n), colorOf(n + 62)]
}

async function sendPicture(client: Client, access: string, halves: readonly [Color, Color]) {
  const image = await twoHalves(...halves)
  return client.send({
    kind: 'upload',
    path: client.dice.isBelow(0.5) ? 'profile-image/' : 'profile/profile-image/',
    access,
    fields: { image, ...half(0) },
  })
}

async function upload(client: Client, access: string): Promise<boolean> {
  const halves = nextHalves(client)
  const answer = await sendPicture(client, access, halves)
  const isDone = client.settle(answer, () => ({ picture: halves[0] }))
  if (answer.outcome !== 'refused') client.halves = isDone ? halves : null
  return isToStop(client, answer)
}

/** Two uploads at once: one of them is the last. */
async function uploadTwice(client: Client, access: string): Promise<boolean> {
  const both = [nextHalves(client), nextHalves(client)]
  const answers = await Promise.all(both.map((halves) => sendPicture(client, access, halves)))
  const calls = answers
    .map(({ outcome }, i) => ({
      outcome,
      isAcknowledged: outcome === 'acknowledged',
      effect: () => ({ picture: both[i]![0] }),
    }))
    .filter(({ outcome }) => outcome !== 'refused')
  if (calls.length > 0) {
    client.worlds.parallel(calls)
    client.halves = null
  }
  if (answers.some(({ outcome }) => outcome === 'undecided')) return true
  await look(client, access)
  return isToStop(client, answers[0]!)
}

/** Crops the right half of a picture that shows the left half. */
async function cropAgain(client: Client, access: string): Promise<boolean> {
  const { halves } = client
  if (halves === null || certain(client, 'picture') !== halves[0]) return false
  const answer = await client.send({
    kind: 'crop',
    path: 'profile-image/crop/',
    access,
    as: 'json',
    fields: half(1),
  })
  const isKnownSession = answer.outcome === 'refused' && answer.status !== 401
  if (isKnownSession) client.violation(`a kept picture could not be cropped: ${JSON.stringify(answer.body)}`)
  client.settle(answer, () => ({ picture: halves[1] }))
  return isToStop(client, answer)
}

async function remove(client: Client, access: string): Promise<boolean> {
  const answer = await client.send({
    kind: 'picture removal',
    method: 'DELETE',
    path: 'profile-image/',
    access,
  })
  client.settle(answer, () => ({ picture: '' }))
  return isToStop(client, answer)
}

/** Reads the current picture, so that the record is certain again. */
async function look(client: Client, access: string): Promise<void> {
  const answer = await client.send({ kind: 'picture read', method: 'GET', path: 'profile-image/', access })
  if (answer.outcome === 'acknowledged') await seePicture(client, answer.body.data.ProfileImage)
}

/** Fetches the picture at the path in two variants: it must exist, and be one of the possible pictures. */
export async function seePicture(client: Client, path: string): Promise<void> {
  const { origin } = client.api
  const base = path.replace(/\/[^/]*$/, '')
  // Another size each time: a stored variant is served even if its master is gone.
  const square = `${SIZES[client.journal.round % SIZES.length]}.jpg`
  const forms = [square, `original.${client.journal.round % 2 === 0 ? 'webp' : 'jpg'}`]
  const isDefault = base.startsWith('/pictures/default/')
  for (const form of isDefault ? forms.slice(0, 1) : forms) {
    const answer = await fetch(`${origin}${base}/${form}`).catch(() => null)
    const bytes = await answer?.arrayBuffer().catch(() => null)
    // The service or a dependency is about to end; the check after the next start decides.
    if (!answer || !bytes || answer.status === 503) return
    if (answer.status !== 200)
      return client.violation(`the picture on show is answered with ${answer.status}`)
    if (form !== square) continue
    const shown = isDefault ? '' : await shownColor(new Uint8Array(bytes))
    const known = client.worlds.all().map(({ picture }) => picture)
    if (shown === null || !client.worlds.see('picture', shown)) {
      client.violation(`the picture shows ${shown}, not one of ${known.join(' or ')}`)
    }
  }
}
