/**
 * Uploads a picture for a person and kills itself with SIGKILL at one moment of the upload: `node dying-upload.ts USER
 * FILE MOMENT AHEAD`. Each call that changes the database or the store has two moments, before and after it, which are named
 * and counted, such as `before write 2`. If MOMENT is never reached, prints
 * all that were, one in a line. AHEAD is by how many milliseconds the clock of the installation is ahead of the system's.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { openServices } from '../../src/app/app.ts'
import { readConfig } from '../../src/config/config.ts'
import { createTestClock } from './clock.ts'

const [userId = '', path = '', fatalMoment = '', ahead = ''] = process.argv.slice(2)
const clock = createTestClock(Date.now() + Number(ahead))
const services = await openServices(readConfig(process.env), { clock })
const { db, limiter, objects, pictures } = services
// While Redis is unavailable the database counts. Those calls are no moments of the upload.
const counting = new AsyncLocalStorage<true>()
for (const name of ['consume', 'peek', 'reserve', 'settle'] as const) {
  const method = limiter[name] as (...args: unknown[]) => unknown
  Object.assign(limiter, {
    [name]: (...args: unknown[]) => counting.run(true, () => method.apply(limiter, args)),
  })
}
const passed: string[] = []
const pass = (name: string) => {
  const moment = `${name} ${passed.filter((one) => one.startsWith(name)).length + 1}`
  passed.push(moment)
  if (moment === fatalMoment) process.kill(process.pid, 'SIGKILL')
}
/** Calls the original method, with a moment before and after. */
function watch<T extends object, N extends keyof T & string>(target: T, name: N): void {
  const method = target[name] as (...args: unknown[]) => Promise<unknown>
  Object.assign(target, {
    [name]: async (...args: unknown[]) => {
      if (counting.getStore()) return method.apply(target, args)
      pass(`before ${name}`)
      const result = await method.apply(target, args)
      pass(`after ${name}`)
      return result
    },
  })
}
watch(db, 'write')
watch(objects, 'put')
const { stat } = await import('node:fs/promises')
const { size } = await stat(path)
await pictures.accept(userId, { image: { value: { path, size } }, crop: {} }, { kind: 'person' })
process.stdout.write(passed.join('\n'))
await services.close()
