/**
 * Uploads a picture for a person and kills itself with SIGKILL at one moment of it: `node dying-upload.ts USER FILE STEP`.
 * Each call that changes the database or the store has two moments, before and after it. Prints `done` if STEP never comes.
 */
import { openServices } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { eventually } from './wait.ts'

const [userId = '', path = '', step = ''] = process.argv.slice(2)
const services = await openServices(readConfig(process.env))
const { db, limiter, objects, pictures } = services
// Until Redis is connected the database counts, which would be a call more.
await eventually(() =>
  limiter.check().then(
    () => true,
    () => false,
  ),
)
let moment = 0
const pass = () => {
  if (++moment === Number(step)) process.kill(process.pid, 'SIGKILL')
}
/** Calls the method as it is, with a moment on each side. */
function watch<T extends object, N extends keyof T>(target: T, name: N): void {
  const method = target[name] as (...args: unknown[]) => Promise<unknown>
  Object.assign(target, {
    [name]: async (...args: unknown[]) => {
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
