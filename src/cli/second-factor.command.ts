import type { Command } from 'commander'
import { instant, pairs } from './output.ts'
import type { Context, Runner } from './run.ts'
import { findUser } from './user.command.ts'

/** `user second-factor status|require|reset`: who needs a second factor, and who has lost theirs. */
export function secondFactorCommands(user: Command, run: Runner): void {
  const group = user.command('second-factor').description('second factors of people')
  group
    .command('status')
    .description('show how many people have a second factor, and how many need one and have none')
    .action(run.withServices(status))
  group
    .command('require')
    .description('ask one person for a second factor; they set it up when they sign in next')
    .argument('<user>', 'user name or id')
    .option('--off', 'take that back')
    .action(run.withServices(demand))
  group
    .command('reset')
    .description('remove the second factor of a person who has lost it, and end their sessions')
    .argument('<user>', 'user name or id')
    .action(run.withServices(reset))
}

async function status({ services, out, config }: Context): Promise<void> {
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
  { services, out, actor }: Context,
  { off = false }: { off?: boolean },
  name = '',
): Promise<void> {
  const user = await findUser(services, name)
  const changed = await services.ownSecondFactor.setRequired(user, !off, actor)
  const document = { id: user.id, username: user.username, required: !off, changed }
  await out.result(document, () => {
    const now = off ? 'needs no second factor of their own' : 'needs a second factor'
    return `${user.username} ${now}${changed ? '' : ', as before'}`
  })
}

async function reset({ services, out, actor }: Context, _options: object, name = ''): Promise<void> {
  const user = await findUser(services, name)
  const changed = await services.ownSecondFactor.reset(user, actor)
  const document = { id: user.id, username: user.username, removed: changed }
  await out.result(document, () =>
    changed
      ? `removed the second factor of ${user.username} and ended all their sessions`
      : `${user.username} has no second factor`,
  )
}
