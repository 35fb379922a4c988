import { access, constants } from 'node:fs/promises'
import { diag, type TextMapPropagator } from '@opentelemetry/api'
import {
  CompositePropagator,
  getBooleanFromEnv,
  getNumberFromEnv,
  getStringFromEnv,
  getStringListFromEnv,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core'
import { B3InjectEncoding, B3Propagator } from '@opentelemetry/propagator-b3'
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
  serviceInstanceIdDetector,
} from '@opentelemetry/resources'
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ConsoleSpanExporter,
  ParentBasedSampler,
  type Sampler,
  SimpleSpanProcessor,
  type SpanExporter,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'

/*
 * The standard variables (OpenTelemetry specification, Environment Variable Specification) that the parts of
 * the SDK do not read themselves; they do read OTEL_EXPORTER_OTLP_*. Invalid values cause a warning and count
 * as unset.
 */

/** The name for traces only, and the one for all signals. */
const variants = (name: string) => [`OTEL_EXPORTER_OTLP_TRACES_${name}`, `OTEL_EXPORTER_OTLP_${name}`]
const ADDRESSES = variants('ENDPOINT')
const FILES = ['CERTIFICATE', 'CLIENT_CERTIFICATE', 'CLIENT_KEY'].flatMap(variants)

/** Warns about unusable addresses and files: the exporter does so without naming the variable. */
async function warnAboutPlaces(): Promise<void> {
  for (const name of ADDRESSES) {
    const text = getStringFromEnv(name)
    if (text !== undefined && !/^https?:$/.test(URL.parse(text)?.protocol ?? ''))
      diag.warn(`${name}: must be an http:// or https:// address; it is ignored`)
  }
  for (const name of FILES) {
    const path = getStringFromEnv(name)
    if (path === undefined) continue
    await access(path, constants.R_OK).catch((error: Error) =>
      diag.warn(`${name}: the file cannot be read and is ignored: ${error.message}`),
    )
  }
}

/** Creates the provider configured by the variables; null if they name no known exporter. */
export async function createProvider(version: string): Promise<TracerProvider | null> {
  // Warns about a value that is neither true nor false; tracing is already off if it is true.
  getBooleanFromEnv('OTEL_SDK_DISABLED')
  await warnAboutPlaces()
  const spanProcessors: SpanProcessor[] = []
  for (const name of new Set(getStringListFromEnv('OTEL_TRACES_EXPORTER') ?? ['otlp'])) {
    const processor = await createProcessor(name)
    if (processor) spanProcessors.push(processor)
    else
      diag.warn(
        `OTEL_TRACES_EXPORTER names "${name}", which is not one of otlp, console, none; it is ignored`,
      )
  }
  if (spanProcessors.length === 0) return null
  const named = resourceFromAttributes({ 'service.name': 'user-profile', 'service.version': version })
  const detected = detectResources({ detectors: [serviceInstanceIdDetector, envDetector] })
  const resource = defaultResource().merge(named).merge(detected)
  return new TracerProvider({ resource, spanProcessors, sampler: createSampler() })
}

async function createProcessor(exporter: string): Promise<SpanProcessor | null> {
  if (exporter === 'console') return new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() })
  if (exporter !== 'otlp') return null
  const limits = {
    scheduledDelayMillis: positiveNumber('OTEL_BSP_SCHEDULE_DELAY'),
    exportTimeoutMillis: positiveNumber('OTEL_BSP_EXPORT_TIMEOUT'),
    maxQueueSize: positiveNumber('OTEL_BSP_MAX_QUEUE_SIZE'),
    maxExportBatchSize: positiveNumber('OTEL_BSP_MAX_EXPORT_BATCH_SIZE'),
  }
  const set = Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined))
  return new BatchSpanProcessor({ exporter: await createOtlpExporter(), ...set })
}

async function createOtlpExporter(): Promise<SpanExporter> {
  const name = ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'].find(getStringFromEnv)
  const protocol = name && getStringFromEnv(name)?.trim()
  if (protocol === 'http/json') {
    const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http')
    return new OTLPTraceExporter()
  }
  if (protocol !== undefined && protocol !== 'http/protobuf')
    diag.warn(`${name} is "${protocol}", which is not one of http/protobuf, http/json; using http/protobuf`)
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto')
  return new OTLPTraceExporter()
}

const samplers: Readonly<Record<string, () => Sampler>> = {
  always_on: () => new AlwaysOnSampler(),
  always_off: () => new AlwaysOffSampler(),
  traceidratio: () => new TraceIdRatioBasedSampler(samplerRatio()),
  parentbased_always_on: () => new ParentBasedSampler({ root: new AlwaysOnSampler() }),
  parentbased_always_off: () => new ParentBasedSampler({ root: new AlwaysOffSampler() }),
  parentbased_traceidratio: () =>
    new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(samplerRatio()) }),
}

function createSampler(): Sampler {
  const name = getStringFromEnv('OTEL_TRACES_SAMPLER')?.trim() ?? 'parentbased_always_on'
  if (!Object.hasOwn(samplers, name))
    diag.warn(
      `OTEL_TRACES_SAMPLER is "${name}", which is not one of ${Object.keys(samplers).join(', ')}; it is ignored`,
    )
  return (samplers[name] ?? samplers.parentbased_always_on)!()
}

function samplerRatio(): number {
  const ratio = getNumberFromEnv('OTEL_TRACES_SAMPLER_ARG') ?? 1
  if (ratio >= 0 && ratio <= 1) return ratio
  diag.warn(`OTEL_TRACES_SAMPLER_ARG is ${ratio}, which is not between 0 and 1; using 1`)
  return 1
}

function positiveNumber(name: string): number | undefined {
  const value = getNumberFromEnv(name)
  if (value === undefined || value > 0) return value
  diag.warn(`${name} is ${value}, which is not positive; it is ignored`)
  return undefined
}

const propagators: Readonly<Record<string, () => TextMapPropagator>> = {
  tracecontext: () => new W3CTraceContextPropagator(),
  baggage: () => new W3CBaggagePropagator(),
  b3: () => new B3Propagator(),
  b3multi: () => new B3Propagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER }),
}

/** Creates the propagator that reads the trace of a request from its headers. */
export function createPropagator(): TextMapPropagator {
  const names = new Set(getStringListFromEnv('OTEL_PROPAGATORS') ?? ['tracecontext', 'baggage'])
  if (names.has('none')) names.clear()
  const chosen: TextMapPropagator[] = []
  for (const name of names) {
    if (Object.hasOwn(propagators, name)) chosen.push(propagators[name]!())
    else
      diag.warn(
        `OTEL_PROPAGATORS names "${name}", which is not one of ${Object.keys(propagators).join(', ')}, none; it is ignored`,
      )
  }
  return new CompositePropagator({ propagators: chosen })
}
