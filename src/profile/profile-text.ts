import { LRUCache } from 'lru-cache'
import { type Attribute, choiceAttributes, plainAttributes } from '../../common/attributes.ts'
import { type AttributeView, shownValues } from '../attribute/attribute-set.ts'
import { jsonPattern, mark } from '../basics/json-pattern.ts'
import { lazy } from '../basics/lazy.ts'
import type { PictureLinks } from '../config/picture-links.ts'
import { type WholeText, wholeText } from '../protocol/whole-text.ts'
import type { User } from '../user/user.ts'
import { type Defaults, profileDocumentOf } from './profile.ts'

/** Notes the document with the person, who may be kept: a look-up among all people takes as long as the rest. */
const noted = Symbol('document')
type Noted = User & { [noted]?: { version: number; view: AttributeView | null; text: WholeText } }

/** Number of people whose documents are remembered, some 30 MB. */
const REMEMBERED = 25_000

/**
 * Returns a function that writes a person's document as it is sent. That of a version is remembered. The person must be as
 * committed: a version that is rolled back may be given again to another content.
 */
export function createProfileTexts(write: WriteProfile) {
  const remembered = lazy(
    () => new LRUCache<string, { version: number; text: WholeText }>({ max: REMEMBERED }),
  )
  return (user: User, view: AttributeView | null = null): WholeText => {
    const own = (user as Noted)[noted]
    // A changed copy of the person has the note too.
    if (own?.version === user.version && own.view === view) return own.text
    const key = view === null ? user.id : `${user.id} ${view.key}`
    const known = remembered().get(key)
    const text = known?.version === user.version ? known.text : wholeText(write(user, view))
    if (text !== known?.text) remembered().set(key, { version: user.version, text })
    ;(user as Noted)[noted] = { version: user.version, view, text }
    return text
  }
}

/** Writes a person's document as JSON, with the declared attributes of the view. */
export type WriteProfile = (user: User, view?: AttributeView | null) => string

/** What a document depends on besides the person. */
interface Outside {
  /** Returns the path of the picture that the person shows. */
  picturePath(user: User): string
  linksTo(path: string): PictureLinks
  defaults: Defaults
}

/**
 * Returns a function that writes a person's document as JSON. Documents differ in little but texts, so the JSON of each
 * kind is prepared once from the document of a person whose texts are marks.
 */
export function createProfileWriter({ picturePath, linksTo, defaults }: Outside): WriteProfile {
  const patterns = new Map<number, ReturnType<typeof jsonPattern>>()
  const patternOf = (user: User) =>
    jsonPattern(profileDocumentOf(markedUser(user), linksTo(`/${mark('path')}`), defaults))
  const write = (user: User): string => {
    const path = picturePath(user)
    if (user.deleteAt !== null) return JSON.stringify(profileDocumentOf(user, linksTo(path), defaults))
    const kind = kindOf(user)
    const pattern = patterns.get(kind) ?? patternOf(user)
    patterns.set(kind, pattern)
    return pattern((name) => (name === 'path' ? path.slice(1) : user[name as AttributeName]))
  }
  return (user, view = null) => {
    const json = write(user)
    if (view === null) return json
    // Declared attributes come last: without any, the document is what it was before there were any.
    return `${json.slice(0, -1)},"UserAttributes":${JSON.stringify(shownValues(view, user.attributes))}}`
  }
}

type AttributeName = Attribute['key'] | 'username'

/** What a document shows about the person besides texts, as bits. */
function kindOf(user: User): number {
  let kind = (user.emailVerifiedAt === null ? 0 : 1) + (user.phoneVerifiedAt === null ? 0 : 2)
  for (const [i, { key }] of choiceAttributes.entries()) if (user[key] === '') kind += 4 << i
  return kind
}

/** Returns a person of the same kind whose texts are marks. An unset choice stays one: its default is shown. */
function markedUser(user: User): User {
  const marked = { ...user, username: mark('username') }
  for (const { key } of plainAttributes) marked[key] = mark(key)
  for (const { key } of choiceAttributes) if (user[key] !== '') marked[key] = mark(key)
  return marked
}
