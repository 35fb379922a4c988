import type { IncomingHttpHeaders } from 'node:http'

/** Attributes of a span, named by OpenTelemetry's semantic conventions; no personal data, no secrets. */
export type SpanAttributes = Readonly<Record<string, string | number>>

/** The span of a request. */
export interface RequestSpan {
  /** Lower-case hexadecimal, 32 digits. */
  readonly traceId: string
  /** Lower-case hexadecimal, 16 digits. */
  readonly spanId: string
  /** Does the work. Spans that it starts, even later, become children of this span. */
  run(work: () => void): void
  /** Ends the span; `errorType` marks it as failed. */
  end(attributes: SpanAttributes, errorType?: string): void
}

/** Traces where the service spends its time. */
export interface Tracer {
  /** Begins the span of a request, in the trace named by its headers or in a new one. */
  request(name: string, attributes: SpanAttributes, headers: IncomingHttpHeaders): RequestSpan
  /** Does background work in a trace of its own. */
  job<T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T>
  /** Calls a dependency in a child of the active span. Without one, just calls it. */
  call<T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T>
}
