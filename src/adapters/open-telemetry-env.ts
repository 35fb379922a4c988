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
 * The standard variables (OpenTelemetry specification, Environment Variable Specification) that the SDK's parts do not
 * read themselves; OTEL_EXPORTER_OTLP_* they do. A value that is wrong is warned of and counts as not set.
 */

/** The provider that the variables ask for; null if they name no exporter that there is. */
export async function createProvider(version: string): Promise<TracerProvider | null> {
  // Warns of a value that is neither true nor false; true never comes here.
  getBooleanFromEnv('OTEL_SDK_DISABLED')
  const spanProcessors: SpanProcessor[] = []
  for (const name of new Set(getStringListFromEnv('OTEL_TRACES_EXPORTER') ?? ['otlp'])) {
    const processor = await createProcessor(name)
    if (processor) spanProcessors.push(processor)
    else
      diag.warn(`OTEL_TRACES_EXPORTER names "${name}", which is none of otlp, console, none; it is ignored`)
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
    diag.warn(
      `${name} is "${protocol}", which is none of http/protobuf, http/json; it is http/protobuf instead`,
    )
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
      `OTEL_TRACES_SAMPLER is "${name}", which is none of ${Object.keys(samplers).join(', ')}; it is ignored`,
    )
  return (samplers[name] ?? samplers.parentbased_always_on)!()
}

function samplerRatio(): number {
  const ratio = getNumberFromEnv('OTEL_TRACES_SAMPLER_ARG') ?? 1
  if (ratio >= 0 && ratio <= 1) return ratio
  diag.warn(`OTEL_TRACES_SAMPLER_ARG is ${ratio}, which is not from 0 to 1; it is 1 instead`)
  return 1
}

function positiveNumber(name: string): number | undefined {
  const value = getNumberFromEnv(name)
  if (value === undefined || value > 0) return value
  diag.warn(`${name} is ${value}, which is not above 0; it is ignored`)
  return undefined
}

const propagators: Readonly<Record<string, () => TextMapPropagator>> = {
  tracecontext: () => new W3CTraceContextPropagator(),
  baggage: () => new W3CBaggagePropagator(),
  b3: () => new B3Propagator(),
  b3multi: () => new B3Propagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER }),
}

/** Reads from a request which trace it belongs to. */
export function createPropagator(): TextMapPropagator {
  const names = new Set(getStringListFromEnv('OTEL_PROPAGATORS') ?? ['tracecontext', 'baggage'])
  if (names.has('none')) names.clear()
  const chosen: TextMapPropagator[] = []
  for (const name of names) {
    if (Object.hasOwn(propagators, name)) chosen.push(propagators[name]!())
    else
      diag.warn(
        `OTEL_PROPAGATORS names "${name}", which is none of ${Object.keys(propagators).join(', ')}, none; it is ignored`,
      )
  }
  return new CompositePropagator({ propagators: chosen })
}
