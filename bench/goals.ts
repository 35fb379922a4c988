import { type Case, cases } from './cases.ts'
import type { Product } from './products.ts'
import type { Results } from './report.ts'

const caseOf = (name: string): Case => cases.find((one) => one.name === name)!
const READ = caseOf('get profile')
const HELD = caseOf('get profile, 304')
const LOCAL = caseOf('local info, brotli')
const UPDATE = caseOf('update profile, multipart, durable')

const FLOOR = 'bare node:http'
const SQLITE = 'this service, SQLite'
const POSTGRES = 'this service, PostgreSQL'
const DRF = 'Django REST framework, PostgreSQL'

/** How many times as many requests a product answers as another one. */
interface Goal {
  one: Case
  product: string
  than: string
  least: number
}

const goals: readonly Goal[] = [
  { one: READ, product: SQLITE, than: FLOOR, least: 0.6 },
  { one: READ, product: SQLITE, than: DRF, least: 80 },
  { one: HELD, product: SQLITE, than: FLOOR, least: 0.6 },
  { one: LOCAL, product: SQLITE, than: FLOOR, least: 0.6 },
  { one: UPDATE, product: SQLITE, than: FLOOR, least: 0.15 },
  { one: UPDATE, product: SQLITE, than: DRF, least: 40 },
  { one: UPDATE, product: SQLITE, than: 'better-auth, SQLite', least: 15 },
  { one: READ, product: POSTGRES, than: FLOOR, least: 0.35 },
  { one: UPDATE, product: POSTGRES, than: FLOOR, least: 0.05 },
  { one: UPDATE, product: POSTGRES, than: DRF, least: 4 },
  { one: UPDATE, product: POSTGRES, than: 'better-auth, PostgreSQL', least: 4 },
]

/** Work, measure, figure, goal, and whether it is reached. */
export function goalRows(results: Results): string[][] {
  const named = (name: string) => results.products.find((product) => product.name === name)
  const rows = goals.map(({ one, product, than, least }) => {
    const [own, other] = [named(product), named(than)].map((found) => rateOf(results, found, one))
    const now = own && other ? own / other : null
    return row(
      `${one.name}; ${product.replace('this service, ', '')}`,
      `requests/s of ${than}`,
      now,
      least,
      false,
    )
  })
  const own = named(SQLITE)
  const [mine] = own ? results.uploads(own).values() : []
  const drf = named(DRF)
  const theirs = drf && results.uploads(drf).get('decoded for 2048 pixels')
  const uploading = (own && results.footprints.get(own)?.uploading) ?? null
  return [
    ...rows,
    row(
      'upload 12 MP, four at once',
      'uploads/s of Django REST framework at the same resolution',
      mine && theirs ? mine / theirs : null,
      1,
      false,
    ),
    row('first start', 'ms to the first response', own?.startTime ?? null, 400, true),
    row('later start', 'ms to the first response', own?.restartTime ?? null, 400, true),
    row('memory', 'MB, idle', own?.idle ?? null, 120, true),
    row('memory', 'MB, four uploads at once after the start', own?.firstUploading ?? null, 350, true),
    row('memory', 'MB, four uploads at once after all other work', uploading, 350, true),
  ]
}

const rateOf = ({ median }: Results, product: Product | undefined, one: Case) =>
  product && median(product, one, 'perSecond')

function row(work: string, measure: string, now: number | null, goal: number, isMost: boolean): string[] {
  if (now === null) return [work, measure, 'not run', `${isMost ? '≤' : '≥'} ${goal}`, '']
  const isReached = isMost ? now <= goal : now >= goal
  return [
    work,
    measure,
    now.toFixed(now < 1 ? 3 : now < 100 ? 1 : 0),
    `${isMost ? '≤' : '≥'} ${goal}`,
    isReached ? 'reached' : 'missed',
  ]
}
