import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import {
  call,
  jsonRead,
  jsonUpdate,
  kept,
  Missing,
  PASSWORD,
  READ,
  type Rival,
  run,
  startServer,
  times,
  UPDATE,
} from './rival.ts'

/** Few, because it hashes the password of each. */
const PEOPLE = 500

/** PocketBase on its SQLite, built by Go from the proxy of modules. */
export const pocketBase: Rival = {
  name: 'PocketBase, SQLite',
  async start(folder) {
    const home = join(kept, 'pocketbase')
    await cp(join(import.meta.dirname, 'pocketbase'), home, { recursive: true })
    const env = { ...process.env, CGO_ENABLED: '0' }
    const go = (...args: string[]) => run('go', args, { cwd: home, env, maxBuffer: 1e8 })
    const version = await go('mod', 'tidy')
      .then(() => go('build', '-o', 'pocketbase', '.'))
      .then(() => go('list', '-m', 'github.com/pocketbase/pocketbase'))
      .catch((error: NodeJS.ErrnoException) => {
        throw new Missing(`Go cannot build it: ${error.message.split('\n').slice(0, 3).join(' ')}`)
      })
    const program = join(home, 'pocketbase')
    const data = `--dir=${join(folder, 'data')}`
    await run(program, ['superuser', 'upsert', 'admin@example.com', PASSWORD, data], { cwd: folder })
    const running = await startServer([program, 'serve', '--http=127.0.0.1:{port}', data], {
      cwd: folder,
      env: {},
      path: '/api/health',
    })
    const users = `${running.origin}/api/collections/users`
    const visitors = await times(PEOPLE, async (n) => {
      const email = `person${n}@example.com`
      const { id } = await call<{ id: string }>(`${users}/records`, {
        email,
        password: PASSWORD,
        passwordConfirm: PASSWORD,
        name: 'Ada',
      })
      const { token } = await call<{ token: string }>(`${users}/auth-with-password`, {
        identity: email,
        password: PASSWORD,
      })
      return { token, email, tag: '', id }
    })
    return {
      ...running,
      version: version.stdout.trim().split(' ')[1] ?? '',
      visitors,
      requests: {
        [READ]: jsonRead('/api/collections/users/records/{id}'),
        [UPDATE]: { ...jsonUpdate('PATCH', '/api/collections/users/records/{id}'), body: '{"name":"n{n}"}' },
      },
    }
  },
}
