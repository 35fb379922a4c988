/**
 * `npm run dev`: runs the service with a demo application and person, restarts it when its sources change, and serves
 * the page in front of it with hot reload. Addresses of the page go to Vite, everything else to the service. `PORT` is
 * the port to open (5173); the service uses the next one.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createServer } from 'vite'
import { reservedPaths } from '../src/config/page-settings.ts'

const root = join(import.meta.dirname, '..')
const port = Number(process.env.PORT ?? 5173)
const origin = `http://localhost:${port}`
const target = `http://127.0.0.1:${port + 1}`

/** Paths that the service handles: its API, its other routes, and the endpoints of the page. */
const served = ['api', ...reservedPaths, 'page-config.json', 'session', 'return-to', 'logo-'].map(
  (start) => `/${start}`,
)

const watched = ['src', 'common', 'migrations'].map((folder) => `--watch-path=${folder}`)
const service = spawn(
  process.execPath,
  [...watched, '--watch-preserve-output', 'src/main.ts', 'serve', '--demo'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PORT: String(port + 1), PUBLIC_URL: target, PAGE_URL: origin },
  },
)
const page = await createServer({
  configFile: join(root, 'web/vite.config.ts'),
  server: {
    port,
    strictPort: true,
    host: 'localhost',
    proxy: Object.fromEntries(served.map((path) => [path, { target, changeOrigin: false }])),
  },
})
await page.listen()
process.stdout.write(`The page is at ${origin}/, the reference at ${origin}/docs\n`)

process.once('SIGTERM', () => service.kill())
const [code] = (await once(service, 'exit')) as [number | null]
await page.close()
process.exitCode = code ?? 1
