/**
 * A worker with its own small service: `/` returns its process id and counts a sign-in, `/die` ends it with code 3,
 * `/stubborn` makes it ignore signals. With START=fails it ends with a message and code 4 before it listens.
 */
import cluster from 'node:cluster'
import { createServer } from 'node:http'
import { openMetrics } from '../../../src/app/open-metrics.ts'
import { readConfig } from '../../../src/config/config.ts'

if (process.env.START === 'fails') {
  process.stderr.write('the worker cannot start\n')
  process.exit(4)
}
const silent = { info() {}, warn() {}, error() {} }
const measuring = await openMetrics(readConfig(process.env), 'worker', silent)
measuring.metrics.readGauges(() => [['user_profile_outbox_due_jobs', 7, {}]])
let isStubborn = false
let isStopping = false
const server = createServer((request, response) => {
  response.setHeader('connection', 'close')
  if (request.url === '/die') process.exit(3)
  if (request.url === '/stubborn') isStubborn = true
  measuring.metrics.count('user_profile_sign_ins_total', { outcome: 'done' })
  response.end(String(process.pid))
})
const stop = async () => {
  if (isStubborn || isStopping) return
  isStopping = true
  server.close()
  await measuring.close()
  cluster.worker?.disconnect()
}
process.on('SIGTERM', stop).on('SIGINT', stop)
await measuring.start()
server.listen(0, '127.0.0.1')
