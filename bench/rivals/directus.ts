import { existsSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  call,
  install,
  jsonRead,
  jsonUpdate,
  PASSWORD,
  READ,
  type Rival,
  run,
  startServer,
  times,
  UPDATE,
  versionOf,
} from './rival.ts'

/** Few, because it hashes the password of each. */
const PEOPLE = 200

/** Directus on PostgreSQL; its people are administrators, so no permissions are filtered. */
export const directus: Rival = {
  name: 'Directus, PostgreSQL',
  async start(folder, database) {
    const modules = await install('directus', ['directus@11.3.5', 'pg@8.22.0'])
    await replaceIsolatedVm(modules)
    const { hostname, port, username, pathname } = new URL(database)
    const env = {
      ...{ HOST: '127.0.0.1', KEY: 'bench', SECRET: 'a secret of the benchmark', LOG_LEVEL: 'error' },
      ...{ DB_CLIENT: 'pg', DB_HOST: hostname, DB_PORT: port, DB_USER: username, DB_PASSWORD: 'none' },
      ...{ DB_DATABASE: pathname.slice(1), ADMIN_EMAIL: 'admin@example.com', ADMIN_PASSWORD: PASSWORD },
      ...{
        TELEMETRY: 'false',
        CACHE_ENABLED: 'false',
        RATE_LIMITER_ENABLED: 'false',
        ACCESS_TOKEN_TTL: '1d',
      },
      ...{ STORAGE_LOCATIONS: 'local', STORAGE_LOCAL_ROOT: join(folder, 'uploads') },
    }
    const program = join(modules, 'node_modules/directus/cli.js')
    const options = { cwd: folder, env: { ...process.env, ...env }, maxBuffer: 1e8 }
    await symlink(join(modules, 'node_modules'), join(folder, 'node_modules'))
    await run(process.execPath, [program, 'bootstrap'], options)
    const running = await startServer([process.execPath, program, 'start'], {
      cwd: folder,
      env,
      path: '/server/ping',
    })
    const signIn = async (email: string) => {
      const { data } = await call<{ data: { access_token: string } }>(`${running.origin}/auth/login`, {
        email,
        password: PASSWORD,
      })
      return data.access_token
    }
    const headers = { authorization: `Bearer ${await signIn('admin@example.com')}` }
    const me = await call<{ data: { role: string } }>(`${running.origin}/users/me`, null, headers, 'GET')
    const visitors = await times(PEOPLE, async (n) => {
      const email = `person${n}@example.com`
      const person = {
        email,
        password: PASSWORD,
        first_name: 'Ada',
        last_name: 'Lovelace',
        role: me.data.role,
      }
      await call(`${running.origin}/users`, person, headers)
      return { token: await signIn(email), email, tag: '', id: '' }
    })
    return {
      ...running,
      version: await versionOf(modules, 'directus'),
      visitors,
      requests: { [READ]: jsonRead('/users/me'), [UPDATE]: jsonUpdate('PATCH', '/users/me') },
    }
  },
}

/** Only scripts in its flows use it, and it would have to be compiled. */
async function replaceIsolatedVm(modules: string): Promise<void> {
  const folder = join(modules, 'node_modules/isolated-vm')
  if (existsSync(join(folder, 'replaced'))) return
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{"name":"isolated-vm","version":"5.0.1","main":"index.js"}')
  await writeFile(join(folder, 'index.js'), 'module.exports = { Isolate: class {} }')
  await writeFile(join(folder, 'replaced'), '')
}
