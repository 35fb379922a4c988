/**
 * Uploads a picture for a person and kills itself with SIGKILL at one moment of the upload: `node dying-upload.ts USER
 * FILE STEP`. Each call that changes the database or the store has two moments, before and after it. Prints `done` if
 * STEP is never reached.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { openServices } from '../../src/app/app.ts'
import { readConfig } from '../../src/config/config.ts'

const [userId = '', path = '', step = ''] = process.argv.slice(2)
const services = await openServices(readConfig(process.env))
const { db, limiter, objects, pictures } = services
// While Redis is unavailable the database counts. Those calls are no moments of the upload.
const counting = new AsyncLocalStorage<true>()
for (const name of ['consume', 'peek', 'reserve', 'settle'] as const) {
  const method = limiter[name] as (...args: unknown[]) => unknown
  Object.assign(limiter, {
    [name]: (...args: unknown[]) => counting.run(true, () => method.apply(limiter, args)),
  })
}
let moment = 0
const pass = () => {
  if (++moment === Number(step)) process.kill(process.pid, 'SIGKILL')
}
/** Calls the original method, with a moment before and after. */
function watch<T extends object, N extends keyof T>(target: T, name: N): void {
  const method = target[name] as (...args: unknown[]) => Promise<unknown>
  Object.assign(target, {
    [name]: async (...args: unknown[]) => {
      if (counting.getStore()) return method.apply(target, args)
      pass()
      const result = await method.apply(target, args)
      pass()
      return result
    },
  })
}
watch(db, 'write')
watch(objects, 'put')
const { stat } = await import('node:fs/promises')
const { size } = await stat(path)
await pictures.accept(userId, { image: { value: { path, size } }, crop: {} }, { kind: 'person' })
process.stdout.write('done')
await services.close()
