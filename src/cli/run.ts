import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import type { Services } from '../app.ts'
import type { Actor } from '../audit/audit.ts'
import { type Config, readConfig } from '../config.ts'
import { operatorActor } from './operator.ts'
import { createOutput, type Output } from './output.ts'

/** What a command works with. */
export interface Context {
  config: Config
  services: Services
  out: Output
  /** Who runs the command, for the audit trail. */
  actor: Actor
}

type Work<O> = (
  context: Context,
  options: O,
  ...operands: string[]
) => Promise<number | undefined> | Promise<void>

/** The exit code of the command that ran. */
export interface Outcome {
  exitCode: number
}

/** Makes the action of a command: settings read, services opened and closed around it. */
export function createRunner(root: Command, outcome: Outcome) {
  const output = () => createOutput(root.opts<{ json?: boolean }>().json === true)
  return {
    /** For commands that use the data folder. */
    withServices:
      <O>(work: Work<O>) =>
      async (...args: unknown[]): Promise<void> => {
        const { operands, options } = split<O>(args)
        const config = readConfig(process.env)
        const out = output()
        if (!existsSync(config.dataDir)) out.note(`user-profile: makes a new data folder, ${config.dataDir}`)
        // What a command does not need is not loaded: help and complaints come at once.
        const { openServices } = await import('../app.ts')
        const services = await openServices(config)
        try {
          outcome.exitCode =
            (await work({ config, services, out, actor: operatorActor() }, options, ...operands)) ?? 0
        } finally {
          await services.close()
        }
      },
    /** For commands that open what they need themselves. */
    bare:
      <O>(
        work: (
          context: Omit<Context, 'services'>,
          options: O,
          ...operands: string[]
        ) => Promise<number | undefined> | Promise<void>,
      ) =>
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

/** Reads a whole number of seconds for an option, whose default the help shows in seconds too. */
export function seconds(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of seconds.')
  return Number(text)
}

/** Reads a whole number from 1 for an option. */
export function whole(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.')
  return Number(text)
}

/** Gathers an option that may be given more than once. */
export function gather(text: string, previous: string[] = []): string[] {
  return [...previous, text]
}
