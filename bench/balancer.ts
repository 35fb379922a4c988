import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually, freePort } from '../test/support/wait.ts'

/** Milliseconds between two checks of a node's `/readyz`. */
const LOOK = 500

/**
 * Starts Debian's HAProxy in front of the nodes at these ports of 127.0.0.1. `retries` is how often it tries another
 * node if a connection cannot be opened. It never resends a request.
 */
export async function startBalancer(ports: readonly number[], retries: number) {
  const folder = await mkdtemp(join(tmpdir(), 'user-profile-balancer-'))
  const port = await freePort()
  const file = join(folder, 'haproxy.cfg')
  await writeFile(file, configuration(port, ports, retries))
  const child = spawn('haproxy', ['-db', '-f', file], { stdio: 'ignore' })
  const origin = `http://127.0.0.1:${port}`
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error('haproxy ended')
    return fetch(`${origin}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    )
  })
  return {
    origin,
    async stop() {
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function configuration(port: number, ports: readonly number[], retries: number): string {
  return `defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  timeout check 2s
  retries ${retries}
  ${retries > 0 ? 'option redispatch 1' : 'no option redispatch'}

frontend public
  bind 127.0.0.1:${port}
  default_backend nodes

backend nodes
  balance roundrobin
  option httpchk GET /readyz
  http-check expect status 200
  default-server check inter ${LOOK}ms fall 1 rise 1
${ports.map((node, i) => `  server node${i} 127.0.0.1:${node}\n`).join('')}`
}
