import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import type { Services } from '../app/app.ts'
import type { Actor } from '../audit/audit.ts'
import { type Config, readConfig } from '../config/config.ts'
import { operatorActor } from './operator.ts'
import { createOutput, type Output } from './output.ts'

/** What every command works with. */
export interface BareContext {
  config: Config
  out: Output
  /** Who runs the command, for the audit trail. */
  actor: Actor
}

/** What a command works with that uses the named services. */
export interface Context<S extends keyof Services> extends BareContext {
  services: Pick<Services, S>
}

type Work<C, O> = (
  context: C,
  options: O,
  ...operands: string[]
) => Promise<number | undefined> | Promise<void>

/** Exit code of the command that ran. */
export interface Outcome {
  exitCode: number
}

/** Creates actions of commands: they read the settings, and open and close the services. */
export function createRunner(root: Command, outcome: Outcome) {
  const output = () => createOutput(root.opts<{ json?: boolean }>().json === true)
  return {
    /** For commands that use the data folder. */
    withServices:
      <O>(work: Work<Context<keyof Services>, O>) =>
      async (...args: unknown[]): Promise<void> => {
        const { operands, options } = split<O>(args)
        const config = readConfig(process.env)
        const out = output()
        const isNew = !existsSync(config.dataDir)
        // Loaded on demand, so that help and usage errors appear immediately.
        const { openServices } = await import('../app/app.ts')
        const services = await openServices(config)
        if (isNew) out.note(`user-profile: created a new data folder, ${config.dataDir}`)
        try {
          outcome.exitCode =
            (await work({ config, services, out, actor: operatorActor() }, options, ...operands)) ?? 0
        } finally {
          await services.close()
        }
      },
    /** For commands that open what they need themselves. */
    bare:
      <O>(work: Work<BareContext, O>) =>
      async (...args: unknown[]): Promise<void> => {
        const { operands, options } = split<O>(args)
        outcome.exitCode =
          (await work(
            { config: readConfig(process.env), out: output(), actor: operatorActor() },
            options,
            ...operands,
          )) ?? 0
      },
  }
}

export type Runner = ReturnType<typeof createRunner>

/** Commander passes the operands, then the options, then the command. */
function split<O>(args: unknown[]): { operands: string[]; options: O } {
  return { operands: args.slice(0, -2) as string[], options: args.at(-2) as O }
}

/** Parses an option in whole seconds, whose default the help also shows in seconds. */
export function seconds(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of seconds.')
  return Number(text)
}

/** Parses an option that is a whole number of at least 1. */
export function whole(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of at least 1.')
  return Number(text)
}

/** Collects an option that may be given more than once. */
export function gather(text: string, previous: string[] = []): string[] {
  return [...previous, text]
}
