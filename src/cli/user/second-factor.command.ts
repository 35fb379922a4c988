import type { Command } from 'commander'
import { instant, pairs } from '../output.ts'
import type { Context, Runner } from '../run.ts'
import { findUser, withPerson } from './person.ts'

/** `user second-factor status|require|reset`: requires second factors, and removes lost ones. */
export function secondFactorCommands(user: Command, run: Runner): void {
  const group = user.command('second-factor').description('manage second factors of people')
  group
    .command('status')
    .description('show how many people have a second factor, and how many need one but have none')
    .action(run.withServices(status))
  withPerson(group.command('require'))
    .description('require a second factor of one person; they set it up at their next sign-in')
    .option('--off', 'no longer require it')
    .action(run.withServices(demand))
  withPerson(group.command('reset'))
    .description('remove the second factor of a person who has lost it, and end their sessions')
    .action(run.withServices(reset))
}

async function status({ services, out, config }: Context<'factors'>): Promise<void> {
  const { people, enrolled, missing } = await services.factors.count()
  const { isRequired, from } = config.secondFactor
  const document = {
    people,
    with_second_factor: enrolled,
    required_without: missing,
    required_for_all: isRequired,
    required_from: isRequired ? instant(from) : null,
  }
  await out.result(document, () => pairs(document))
}

async function demand(
  { services, out, actor }: Context<'accounts' | 'ownSecondFactor'>,
  { off = false }: { off?: boolean },
  name = '',
): Promise<void> {
  const user = await findUser(services, name)
  const changed = await services.ownSecondFactor.setRequired(user, !off, actor)
  const document = { id: user.id, username: user.username, required: !off, changed }
  await out.result(document, () => {
    const now = off ? 'no longer requires a second factor individually' : 'now requires a second factor'
    return `${user.username} ${now}${changed ? '' : ', as before'}`
  })
}

async function reset(
  { services, out, actor }: Context<'accounts' | 'ownSecondFactor'>,
  _options: object,
  name = '',
): Promise<void> {
  const user = await findUser(services, name)
  const changed = await services.ownSecondFactor.reset(user, actor)
  const document = { id: user.id, username: user.username, removed: changed }
  await out.result(document, () =>
    changed
      ? `removed the second factor of ${user.username} and ended all their sessions`
      : `${user.username} has no second factor`,
  )
}
