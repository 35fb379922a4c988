import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { metricsUrl, scrape } from '../support/metrics.ts'
import { serviceFixture } from '../support/service.ts'
import { eventually, freePort } from '../support/wait.ts'

const folder = join(import.meta.dirname, '../../docs/observability')

interface Panel {
  title: string
  targets?: { expr: string }[]
}

const service = await serviceFixture({ METRICS_PORT: '0' })
const dashboard: { panels: Panel[]; templating: { list: { name: string; type: string }[] } } = JSON.parse(
  await readFile(join(folder, 'dashboard.json'), 'utf8'),
)

const expressions = () =>
  dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })))

function promtool(...args: string[]): void {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: folder, encoding: 'utf8' })
  assert.equal(status, 0, stdout + stderr)
}

test('promtool accepts the alerts, and they fire when they should and not when everything works', () => {
  promtool('check', 'rules', '--lint=all', '--lint-fatal', 'alerts.yml')
  promtool('test', 'rules', 'alerts.test.yml')
})

test('every alert has a severity, a summary, a description and an action', async () => {
  const alerts = (await readFile(join(folder, 'alerts.yml'), 'utf8')).split('- alert: ').slice(1)
  assert.ok(alerts.length > 5)
  for (const alert of alerts) {
    for (const part of ['labels: { severity: ', 'summary: ', 'description: ', 'action: '])
      assert.ok(alert.includes(part), `${alert.split('\n')[0]} has no ${part}`)
  }
})

test('every metric in the alerts and the dashboard is in a scrape', async () => {
  const { text } = await scrape(metricsUrl(service))
  const types = new Map(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type]) => [name, type]),
  )
  const alerts = await readFile(join(folder, 'alerts.yml'), 'utf8')
  const used = [...expressions().map(({ expr }) => expr), alerts].join('\n')
  const names = new Set(used.match(/\b(user_profile|process|nodejs)_[a-z0-9_]+/g))
  assert.ok(names.size > 20)
  for (const name of names) {
    const ofHistogram = types.get(name.replace(/_(bucket|sum|count)$/, '')) === 'histogram'
    assert.ok(ofHistogram || types.has(name), name)
  }
})

test('the data source of the dashboard can be chosen', () => {
  assert.ok(
    dashboard.templating.list.some(({ name, type }) => name === 'datasource' && type === 'datasource'),
  )
  const text = JSON.stringify(dashboard.panels)
  assert.ok([...text.matchAll(/"uid":"([^"]*)"/g)].every(([, uid]) => uid === '$' + '{datasource}'))
})

test('Prometheus scrapes the service, loads the alerts and evaluates every expression of the dashboard', async () => {
  const prometheus = await startPrometheus(new URL(metricsUrl(service)).host)
  try {
    await service.person()
    const query = async (expr: string) => {
      const answer = await fetch(`${prometheus.origin}/api/v1/query`, {
        method: 'POST',
        body: new URLSearchParams({ query: expr }),
      })
      return (await answer.json()) as { status: string; error?: string; data?: { result: unknown[] } }
    }
    const isThere = async (expr: string) => ((await query(expr)).data?.result.length ?? 0) > 0
    await eventually(() => isThere('up{job="user-profile"} == 1').catch(() => false), 30_000)
    await eventually(() => isThere('rate(user_profile_sign_ins_total[1m])'), 30_000)
    for (const { title, expr } of expressions()) {
      const filled = expr.replaceAll(/\$(job|instance)\b/g, '.+').replaceAll('$__rate_interval', '1m')
      assert.ok(!filled.includes('$'), filled)
      const { status, error } = await query(filled)
      assert.equal(status, 'success', `${title}: ${error}`)
    }
    assert.ok(await isThere('user_profile_database_connections{instance=~".+"}'))
    const rules = await (await fetch(`${prometheus.origin}/api/v1/rules`)).text()
    assert.match(rules, /UserProfileOutboxLate/)
    assert.doesNotMatch(rules, /"health":"err"/)
  } finally {
    await prometheus.stop()
  }
})

/** A real Prometheus on a free port of this machine, which scrapes the target every second. */
async function startPrometheus(target: string) {
  const place = await mkdtemp(join(tmpdir(), 'user-profile-prometheus-'))
  const config = join(place, 'prometheus.yml')
  await writeFile(
    config,
    `global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: ['${folder}/alerts.yml']
scrape_configs: [{ job_name: user-profile, static_configs: [{ targets: ['${target}'] }] }]\n`,
  )
  const address = `127.0.0.1:${await freePort()}`
  const child: ChildProcess = spawn(
    'prometheus',
    [`--config.file=${config}`, `--storage.tsdb.path=${place}/data`, `--web.listen-address=${address}`],
    { stdio: 'ignore' },
  )
  const ended = once(child, 'exit')
  return {
    origin: `http://${address}`,
    async stop() {
      child.kill('SIGKILL')
      await ended
      await rm(place, { recursive: true, force: true })
    },
  }
}
