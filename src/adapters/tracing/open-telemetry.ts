import {
  type Context,
  type ContextManager,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  type SpanOptions,
  SpanStatusCode,
  type Tracer as Spans,
  type TextMapPropagator,
  trace,
} from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { within } from '../../basics/foreign-events.ts'
import { type ExpensiveWork, expensiveWork } from '../../ports/expensive-work.ts'
import type { Log } from '../../ports/log.ts'
import type { Tracer } from '../../ports/tracer.ts'
import { createPropagator, createProvider } from './open-telemetry-env.ts'
import { reportTo } from './open-telemetry-log.ts'

/** How long shutdown waits for spans to be sent, in milliseconds. */
const FLUSH_TIME = 3000

/** A tracer, and how to end it: `close` resolves with whether pending spans were handled in time. */
export interface Tracing {
  tracer: Tracer | null
  close(): Promise<boolean>
}

/**
 * Opens tracing by the OpenTelemetry SDK, configured by the standard `OTEL_*` variables. Apart from the SDK's
 * own log, nothing is registered globally. `version` is that of the service.
 */
export async function openTelemetry(log: Log, version: string): Promise<Tracing> {
  reportTo(log)
  const provider = await createProvider(version)
  if (provider === null) return { tracer: null, close: async () => true }
  const spans = provider.getTracer('user-profile', version)
  const contexts = new AsyncLocalStorageContextManager().enable()
  const stopListening = listen((name) => childOf(spans, contexts.active(), name, { kind: SpanKind.INTERNAL }))
  return {
    tracer: createTracer(spans, contexts, createPropagator()),
    close() {
      stopListening()
      return inTime(provider.shutdown())
    },
  }
}

function createTracer(spans: Spans, contexts: ContextManager, propagator: TextMapPropagator): Tracer {
  const inside = async <T>(span: Span, parent: Context, work: () => Promise<T>): Promise<T> => {
    try {
      return await contexts.with(trace.setSpan(parent, span), work)
    } catch (error) {
      markFailed(span, typeOf(error))
      throw error
    } finally {
      span.end()
    }
  }
  return {
    request(name, attributes, headers) {
      const parent = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter)
      const span = spans.startSpan(name, { kind: SpanKind.SERVER, attributes }, parent)
      const context = trace.setSpan(parent, span)
      const { traceId, spanId } = span.spanContext()
      return {
        traceId,
        spanId,
        run: (work) => contexts.with(context, work),
        end(more, errorType) {
          span.setAttributes(more)
          if (errorType !== undefined) markFailed(span, errorType)
          span.end()
        },
      }
    },
    job(name, attributes, work) {
      const span = spans.startSpan(name, { kind: SpanKind.CONSUMER, attributes }, ROOT_CONTEXT)
      return inside(span, ROOT_CONTEXT, work)
    },
    call(name, attributes, work) {
      const parent = contexts.active()
      const span = childOf(spans, parent, name, { kind: SpanKind.CLIENT, attributes })
      return span ? inside(span, parent, work) : work()
    },
  }
}

/** Begins a child of the active span. Without one there is no span: polling would flood the collector. */
function childOf(spans: Spans, parent: Context, name: string, options: SpanOptions): Span | null {
  return trace.getSpan(parent) ? spans.startSpan(name, options, parent) : null
}

/** Creates a span for each piece of expensive work. Returns a function that stops it. */
function listen(begin: (name: string) => Span | null): () => void {
  const running = new WeakMap<ExpensiveWork, Span>()
  const subscriber = {
    start(work: ExpensiveWork) {
      const span = begin(work.name)
      if (span) running.set(work, span)
    },
    end() {},
    asyncStart() {},
    asyncEnd(work: ExpensiveWork) {
      running.get(work)?.end()
    },
    error(work: ExpensiveWork & { error: unknown }) {
      const span = running.get(work)
      if (span) markFailed(span, typeOf(work.error))
    },
  }
  expensiveWork.subscribe(subscriber)
  return () => expensiveWork.unsubscribe(subscriber)
}

/** Records only the type of the failure: messages and stacks may quote user input. */
function markFailed(span: Span, type: string): void {
  span.setAttribute('error.type', type).setStatus({ code: SpanStatusCode.ERROR })
}

function typeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown }
  const found = [code, name].find((text) => typeof text === 'string' && /^\w{1,60}$/.test(text))
  return typeof found === 'string' ? found : '_OTHER'
}

/** Whether the work ended in time, successfully or not. */
async function inTime(work: Promise<unknown>): Promise<boolean> {
  const ended = work.then(
    () => true,
    () => true,
  )
  return within(FLUSH_TIME, ended, () => new Error('the collector does not respond')).catch(() => false)
}
