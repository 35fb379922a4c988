import { type Command, Option } from 'commander'
import {
  attributeTypes,
  type Declaration,
  type DeclaredAttribute,
  labelFor,
  textFor,
} from '../../attribute/attribute.ts'
import type { DeclarationFault, DeclarationPlan, DeclarationStep } from '../../attribute/declaration-plan.ts'
import { CommandError, usageError } from '../command-error.ts'
import { confirm } from '../confirm.ts'
import { instant, pairs, table } from '../output.ts'
import { type Context, gather, type Runner } from '../run.ts'
import { readDeclarationFile } from './declaration-file.ts'
import {
  addDeclarationOptions,
  type DeclarationOptions,
  unsettable,
  withOptions,
} from './declaration-options.ts'

type Services = Context<'attributes' | 'applications'>

/** `attribute …`: declares attributes beside the built-in ones. */
export function attributeCommands(parent: Command, run: Runner): void {
  const attribute = parent
    .command('attribute')
    .description('declare attributes of people beside the built-in ones')
  const type = () => new Option('--type <type>', 'type of the values').choices(attributeTypes)
  addDeclarationOptions(
    attribute
      .command('add')
      .description('declare an attribute')
      .argument('<name>', 'lower-case letters, digits and _')
      .addOption(type().makeOptionMandatory()),
  )
    .addHelpText('after', addHelp)
    .action(run.withServices(add))
  attribute.command('list').description('list the declarations').action(run.withServices(list))
  attribute
    .command('show')
    .description('show a declaration and its earlier versions')
    .argument('<name>', 'name of the attribute')
    .action(run.withServices(show))
  addDeclarationOptions(
    attribute
      .command('change')
      .description('change a declaration; values that no longer fit stay as they are, and doctor counts them')
      .argument('<name>', 'name of the attribute')
      .addOption(type()),
  )
    .option('--no-searchable', 'end the search by values')
    .option('--unset <part>', `remove a part: ${unsettable.join(', ')}; repeatable`, gather)
    .action(run.withServices(change))
  attribute
    .command('remove')
    .description('remove a declaration; values stay stored, and show again if it is declared again')
    .argument('<name>', 'name of the attribute')
    .option('--yes', 'skip the confirmation')
    .action(run.withServices(remove))
  attribute
    .command('apply')
    .description('declare exactly what a file says, in one transaction, and show what changes')
    .argument('<file>', 'JSON as "attribute list --json" prints it; - is standard input')
    .option('--dry-run', 'only show what would change')
    .option('--yes', 'remove declarations that the file does not have without asking')
    .action(run.withServices(apply))
}

const addHelp = `
Examples:
  user-profile attribute add department --type choice --option sales=Sales --option it=IT --label Department --label de=Abteilung
  user-profile attribute add birthday --type date --maximum 2020-12-31 --read person --read operator --write person
  user-profile attribute add customer_number --type text --pattern '^[A-Z]{2}-[0-9]{4}$' --owner Shop --read person --read owner --write owner --searchable`

async function add(
  context: Services,
  options: DeclarationOptions & { type: Declaration['type'] },
  name = '',
): Promise<void> {
  const { services, out, actor, config } = context
  const declaration = await read(services, withOptions({ name }, options, config.defaults.language), name)
  const plan = { declared: [declaration], removed: [], only: 'new' as const }
  stepsOf(await services.attributes.declare(plan, actor))
  await out.result(await documentOf(context, declaration), () => `declared ${name}`)
}

async function list(context: Services): Promise<void> {
  const { services, out, config } = context
  const declared = await services.attributes.list()
  const attributes = await Promise.all(declared.map(({ declaration }) => documentOf(context, declaration)))
  const wanted = [config.defaults.language]
  await out.result({ attributes }, () =>
    table(
      ['NAME', 'TYPE', 'LABEL', 'SECTION', 'ORDER', 'READ', 'WRITE', 'OWNER', 'SEARCH', 'CLAIM'],
      attributes.map((one, index) => [
        one.name,
        one.type,
        labelFor(one, wanted),
        textFor(one.section, wanted),
        one.order,
        one.read.join(' '),
        one.write.join(' '),
        one.owner,
        searchState(declared[index]!),
        one.claim,
      ]),
    ),
  )
}

const searchState = ({ declaration, isIndexed }: DeclaredAttribute): string =>
  declaration.searchable ? (isIndexed ? 'yes' : 'in preparation') : ''

async function show(context: Services, _options: object, name = ''): Promise<void> {
  const { services, out } = context
  const versions = await services.attributes.versions(name)
  const [latest] = versions
  if (!latest) throw unknown([name])
  const declaration = latest.declaration && (await documentOf(context, latest.declaration))
  const history = versions.map((one) => ({
    version: one.version,
    at: instant(one.createdAt),
    operator: one.operator,
    removed: one.declaration === null,
  }))
  await out.result({ name, declaration, versions: history }, () =>
    [
      declaration ? pairs(cellsOf(declaration)) : `${name} is not declared any more`,
      table(
        ['VERSION', 'AT', 'OPERATOR', 'REMOVED'],
        history.map((one) => [one.version, one.at, one.operator, one.removed]),
      ),
    ].join('\n\n'),
  )
}

const cellsOf = (declaration: Declaration) =>
  Object.fromEntries(
    Object.entries(declaration).map(([part, value]) => [
      part,
      typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as string | number | null),
    ]),
  )

async function change(
  context: Services,
  options: DeclarationOptions & { unset?: string[] },
  name = '',
): Promise<void> {
  const { services, out, actor, config } = context
  const { unset = [], ...given } = options
  if (Object.keys(options).length === 0)
    throw usageError('give at least one part to change, such as --label or --unset')
  const wrong = unset.find((part) => !(unsettable as readonly string[]).includes(part))
  if (wrong !== undefined) throw usageError(`--unset must be one of ${unsettable.join(', ')}`)
  const present = (await services.attributes.list()).find(({ declaration }) => declaration.name === name)
  if (!present) throw unknown([name])
  const kept = Object.fromEntries(
    Object.entries(present.declaration).filter(([part]) => !unset.includes(part)),
  ) as Partial<Declaration>
  const wanted = withOptions({ ...kept, name }, given, config.defaults.language)
  const declaration = await read(services, wanted, name)
  const plan = { declared: [declaration], removed: [], only: 'known' as const }
  const [step] = stepsOf(await services.attributes.declare(plan, actor))
  const document = { ...(await documentOf(context, declaration)), changed: step?.parts ?? [] }
  await out.result(document, () => (step ? `changed ${step.parts.join(', ')}` : 'nothing to change'))
}

async function remove(
  { services, out, actor }: Services,
  options: { yes?: boolean },
  name = '',
): Promise<void> {
  const plan = { declared: [], removed: [name] }
  stepsOf(await services.attributes.plan(plan))
  await confirm(`"${name}" will no longer be shown or accepted; its values stay stored.`, options)
  stepsOf(await services.attributes.declare(plan, actor))
  await out.result({ name, removed: true }, () => `removed ${name}`)
}

async function apply(
  { services, out, actor }: Services,
  options: { dryRun?: boolean; yes?: boolean },
  file = '',
): Promise<void> {
  const raw = await readDeclarationFile(file)
  const declared: Declaration[] = []
  for (const [index, one] of raw.entries())
    declared.push(
      await read(services, one, String((one as { name?: unknown } | null)?.name ?? `#${index + 1}`)),
    )
  const wanted = { declared, removed: 'others' as const }
  const planned = stepsOf(await services.attributes.plan(wanted))
  const removed = namesOf(planned, 'attributes.removed')
  if (!options.dryRun && removed.length > 0)
    await confirm(`These are not in the file and will be removed: ${removed.join(', ')}.`, options)
  const steps = options.dryRun ? planned : stepsOf(await services.attributes.declare(wanted, actor))
  const document = {
    dry_run: options.dryRun === true,
    added: namesOf(steps, 'attributes.added'),
    changed: steps
      .filter(({ action }) => action === 'attributes.changed')
      .map(({ name, parts }) => ({ name, parts })),
    removed: namesOf(steps, 'attributes.removed'),
  }
  await out.result(document, () => (steps.length === 0 ? 'nothing to change' : steps.map(lineOf).join('\n')))
}

const namesOf = (steps: readonly DeclarationStep[], action: DeclarationStep['action']): string[] =>
  steps.filter((step) => step.action === action).map(({ name }) => name)

function lineOf({ action, name, parts }: DeclarationStep): string {
  if (action === 'attributes.added') return `+ ${name}`
  return action === 'attributes.removed' ? `- ${name}` : `~ ${name}: ${parts.join(', ')}`
}

/** Returns the declaration for the operator: with the name of its owner, so that it fits another installation. */
async function documentOf({ services }: Services, declaration: Declaration): Promise<Declaration> {
  if (declaration.owner === null) return declaration
  const names = await services.applications.names([declaration.owner])
  return { ...declaration, owner: names.get(declaration.owner) ?? declaration.owner }
}

async function read(services: Services['services'], raw: unknown, name: string): Promise<Declaration> {
  const result = await services.attributes.read(raw)
  if ('declaration' in result) return result.declaration
  throw usageError(result.faults.map((fault) => `${name}: ${fault}`).join('\n'))
}

function stepsOf(plan: DeclarationPlan): DeclarationStep[] {
  if ('steps' in plan) return plan.steps
  throw explain(plan)
}

const unknown = (names: readonly string[]) =>
  new CommandError(`there is no attribute ${quoted(names)}; "attribute list" shows them`)
const quoted = (names: readonly string[]) => names.map((name) => `"${name.slice(0, 100)}"`).join(', ')

function explain(plan: DeclarationFault): CommandError {
  switch (plan.fault) {
    case 'too_many':
      return new CommandError('there can be 64 declarations; remove one first')
    case 'unknown':
      return unknown(plan.names)
    case 'known':
      return new CommandError(`${quoted(plan.names)} is declared already; see "attribute change"`)
    case 'twice':
      return usageError(`${quoted(plan.names)} occurs twice`)
    case 'claim_twice':
      return usageError(`${quoted(plan.names)} have the same claim`)
    default:
      return usageError(
        `${quoted(plan.names)} has another type of values; declare it under another name, because values are kept`,
      )
  }
}
