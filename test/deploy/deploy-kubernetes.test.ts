import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Deployment } from 'kubernetes-models/apps/v1/Deployment'
import { parseAllDocuments } from 'yaml'
import {
  assertSettings,
  imageEnv,
  instruction,
  read,
  root,
  run,
  shutdownSeconds,
  version,
} from '../support/deploy.ts'
import { startService } from '../support/service.ts'

// biome-ignore lint/suspicious/noExplicitAny: the Kubernetes schemas below validate manifests.
type Manifest = Record<string, any> & { apiVersion: string; kind: string; metadata: { name: string } }
const kubernetes = 'deploy/kubernetes'
const manifestFiles = readdirSync(join(root, kubernetes)).filter((name) => name !== 'kustomization.yaml')
const manifests = manifestFiles.flatMap((name) =>
  parseAllDocuments(read(`${kubernetes}/${name}`)).map((document) => document.toJS() as Manifest),
)
const manifest = (kind: string): Manifest => manifests.find((candidate) => candidate.kind === kind)!
const pods = [manifest('Deployment'), manifest('Job')].map((owner) => owner.spec.template.spec)
const container = manifest('Deployment').spec.template.spec.containers[0]

test('every Kubernetes manifest conforms to the published schema', async () => {
  for (const { apiVersion, kind, ...rest } of manifests) {
    const models = (await import(`kubernetes-models/${apiVersion}/${kind}`)) as Record<
      string,
      new (
        data: object,
      ) => Pick<Deployment, 'validate'>
    >
    assert.doesNotThrow(() => new models[kind]!(rest).validate(), `${kind} ${rest.metadata.name}`)
  }
})

test('no Kubernetes manifest has a field that Kubernetes does not know', () => {
  const lines = manifests.map(
    ({ apiVersion, kind, ...rest }, index) =>
      `import type { I${kind} as M${index} } from 'kubernetes-models/${apiVersion}/${kind}'\n` +
      `export const m${index}: M${index} = ${JSON.stringify({ apiVersion, kind, ...rest })}\n`,
  )
  const cache = join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const checked = mkdtempSync(join(cache, 'deploy-test-'))
  try {
    writeFileSync(join(checked, 'manifests.mts'), lines.join(''))
    const options = [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--module',
      'nodenext',
      '--types',
      '',
    ]
    run(process.execPath, [
      join(root, 'node_modules/typescript/bin/tsc'),
      ...options,
      join(checked, 'manifests.mts'),
    ])
  } finally {
    rmSync(checked, { recursive: true })
  }
})

test('kubectl builds all manifests except those applied by hand, with the version of this release', () => {
  const built = parseAllDocuments(run('kubectl', ['kustomize', kubernetes])).map(
    (document) => document.toJS() as Manifest,
  )
  const names = (list: Manifest[]) => list.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted()
  const byHand = ['Job', 'Secret']
  assert.deepEqual(names(built), names(manifests.filter(({ kind }) => !byHand.includes(kind))))
  for (const owner of [...built.filter(({ kind }) => kind === 'Deployment'), manifest('Job')])
    assert.match(owner.spec.template.spec.containers[0].image, new RegExp(`/user-profile:${version}$`))
})

test('the probes request existing paths, at named ports of the container', async (context) => {
  const service = await startService()
  context.after(() => service.stop())
  const ports = new Map(container.ports.map((port: Manifest) => [port.name, port.containerPort]))
  for (const name of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
    const { path, port } = container[name].httpGet
    assert.equal((await fetch(service.origin + path)).status, 200, `${path} answers`)
    assert.equal(String(ports.get(port)), imageEnv.PORT)
  }
  assert.equal(container.readinessProbe.httpGet.path, '/readyz')
  assert.equal(container.livenessProbe.httpGet.path, '/healthz', 'an unavailable database restarts no pod')
})

test('pods run as the user of the image, read-only, without privileges, with one writable folder', () => {
  for (const pod of pods) {
    const [{ securityContext, volumeMounts, resources }] = pod.containers
    assert.equal(pod.securityContext.runAsNonRoot, true)
    assert.equal(pod.securityContext.seccompProfile.type, 'RuntimeDefault')
    const { runAsUser, runAsGroup } = pod.securityContext
    assert.equal(`${runAsUser}:${runAsGroup}`, instruction('USER').getArgumentsContent())
    assert.deepEqual(securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    assert.deepEqual(volumeMounts, [{ name: 'data', mountPath: imageEnv.DATA_DIR }])
    assert.ok(resources.requests.memory && resources.limits.memory)
  }
})

test('Kubernetes sets only known settings, and gives a pod enough time to stop', () => {
  const { data } = manifest('ConfigMap')
  assertSettings('configmap.yaml', Object.keys(data))
  assertSettings('secret.example.yaml', Object.keys(manifest('Secret').stringData))
  assert.ok(shutdownSeconds(data) < pods[0].terminationGracePeriodSeconds)
  const { periodSeconds, failureThreshold } = container.readinessProbe
  assert.ok(data.SHUTDOWN_DELAY_SECONDS >= periodSeconds * failureThreshold, 'a proxy sees the 503 in time')
})

test('a pod whose service failed is restarted', () => {
  assert.equal(manifest('Deployment').spec.template.spec.restartPolicy ?? 'Always', 'Always')
})

test('an update removes no pod before a new one is ready, and at least two stay when a machine is drained', () => {
  const { strategy, selector, template } = manifest('Deployment').spec
  assert.deepEqual(strategy.rollingUpdate, { maxUnavailable: 0, maxSurge: 1 })
  const { minReplicas, scaleTargetRef } = manifest('HorizontalPodAutoscaler').spec
  assert.ok(minReplicas - manifest('PodDisruptionBudget').spec.maxUnavailable >= 2)
  assert.equal(scaleTargetRef.name, manifest('Deployment').metadata.name)
  const { labels } = template.metadata
  assert.deepEqual(selector.matchLabels, labels)
  assert.deepEqual(manifest('PodDisruptionBudget').spec.selector.matchLabels, labels)
  assert.deepEqual(manifest('NetworkPolicy').spec.podSelector.matchLabels, labels)
  for (const { spec } of manifests.filter(({ kind }) => kind === 'Service')) {
    assert.deepEqual(spec.selector, labels)
    for (const { targetPort } of spec.ports)
      assert.ok(container.ports.some((port: Manifest) => port.name === targetPort))
  }
  assert.notDeepEqual(manifest('Job').spec.template.metadata.labels, labels, 'no request goes to the job')
})
