import type { Command } from 'commander'
import { isId, readText } from '../../basics/text.ts'
import { readPeopleSearch } from '../../user/people-search.ts'
import type { User } from '../../user/user.ts'
import { usageError } from '../command-error.ts'
import { type Output, table } from '../output.ts'
import { type Context, type Runner, whole } from '../run.ts'
import { describePerson } from './person.ts'

/** Number of people listed without `--limit`. */
const LIMIT = 100
/** Maximum number of people read at a time. */
const PAGE = 500
/** Maximum length of a search text, in code points: that of an address. */
const SEARCH_MAX = 254
/** Maximum number of people whose missing keys a search adds. */
const PREPARED = 10_000

interface ListOptions {
  search?: string
  attribute?: string
  disabled?: boolean
  limit?: number
  after?: string
  all?: boolean
}

const help = `
The list is in order of id, which is normally the order in which people were added. A search finds people whose user
name, e-mail address, first or last name begins with the text, or both names with a space in between. Upper and lower
case do not matter, nor do accents in names.

Examples:
  user-profile user list --search "ada lov"
  user-profile user list --disabled --limit 20
  user-profile user list --attribute department=sales --all
  user-profile user list --all --json > people.json
  user-profile user list --after 01a2260b-da3a-749b-9824-6fdb93a8fd6a`

/** `user list`: lists and searches people. */
export function listCommand(user: Command, run: Runner): void {
  user
    .command('list')
    .description('list people, or search for them')
    .option('--search <text>', 'only people whose user name, e-mail address or name begins with the text')
    .option(
      '--attribute <name=value>',
      'only people who have this value of a declared attribute that is searchable',
    )
    .option('--disabled', 'only people who cannot sign in')
    .option('--limit <count>', `maximum number of people (default: ${LIMIT})`, whole)
    .option('--after <id>', 'continue after the person with this id, the last one of the list before')
    .option('--all', 'everybody, without a limit')
    .addHelpText('after', help)
    .action(run.withServices(list))
}

async function list(
  { services, out }: Context<'attributes' | 'people' | 'peopleSearch'>,
  options: ListOptions,
): Promise<void> {
  const query = readQuery(options)
  const filter = await readFilter(services, options)
  if (query.search && !(await services.peopleSearch.prepare(PREPARED)))
    out.note(
      'user-profile: some people cannot be found by name yet; the running service adds them to the search',
    )
  const write = out.isJson ? jsonList(out) : textList(out)
  let left = options.all ? Number.POSITIVE_INFINITY : (options.limit ?? LIMIT)
  let { afterId } = query
  for (;;) {
    const size = Math.min(left, PAGE)
    const found =
      filter === null
        ? await services.peopleSearch.list({ ...query, afterId, limit: size + 1 })
        : await services.people.withValue(filter, afterId, size + 1)
    const people = found.slice(0, size)
    await write.page(people)
    left -= people.length
    afterId = people.at(-1)?.id ?? afterId
    if (found.length <= size) break
    if (left > 0) continue
    out.note(`user-profile: there are more people; add --after ${afterId} for the next ones, or --all`)
    break
  }
  await write.end()
}

/** Returns the filter by a declared attribute, or null without one. */
async function readFilter(
  { attributes }: Context<'attributes'>['services'],
  { attribute, search, disabled }: ListOptions,
): Promise<string | null> {
  if (attribute === undefined) return null
  if (search !== undefined || disabled) throw usageError('--attribute excludes --search and --disabled')
  const at = attribute.indexOf('=')
  const name = attribute.slice(0, at === -1 ? undefined : at)
  const declared = (await attributes.list()).find(({ declaration }) => declaration.name === name)
  await attributes.operatorView()
  if (at === -1 || !declared?.declaration.searchable || !declared.declaration.read.includes('operator'))
    throw usageError(
      '--attribute must be the name of a searchable attribute and a value, such as department=sales',
    )
  if (!declared.isIndexed) throw usageError(`--attribute ${name}: the search is still being prepared`)
  return `${name}:${attribute.slice(at + 1)}`
}

function readQuery({ search, disabled, limit, after, all }: ListOptions) {
  if (all && limit !== undefined) throw usageError('--all and --limit exclude each other')
  if (after !== undefined && !isId(after)) throw usageError('--after must be the id of a person')
  const afterId = after?.toLowerCase() ?? ''
  if (search === undefined) return { afterId, isDisabled: disabled }
  const text = readText(search, { max: SEARCH_MAX, blank: false })
  if ('fault' in text) throw usageError(`--search must be a text of 1 to ${SEARCH_MAX} characters`)
  return { afterId, isDisabled: disabled, search: readPeopleSearch(text.value) }
}

/** Writes a list in pieces, because it may be larger than memory. */
interface ListWriter {
  page(people: readonly User[]): Promise<void>
  end(): Promise<void>
}

function jsonList(out: Output): ListWriter {
  let start = '['
  return {
    async page(people) {
      for (const user of people) {
        await out.write(`${start}\n${JSON.stringify(describePerson(user))}`)
        start = ','
      }
    },
    end: () => out.write(start === '[' ? '[\n]\n' : '\n]\n'),
  }
}

function textList(out: Output): ListWriter {
  let isFirst = true
  return {
    async page(people) {
      const rows = people
        .map(describePerson)
        .map((person) => [person.id, person.username, person.email, person.active, person.created_at])
      const text = table(['ID', 'USERNAME', 'EMAIL', 'ACTIVE', 'CREATED'], rows)
      if (isFirst) await out.write(`${text}\n`)
      else if (rows.length > 0) await out.write(`${text.slice(text.indexOf('\n') + 1)}\n`)
      isFirst = false
    },
    async end() {},
  }
}
