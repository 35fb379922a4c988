import type { IncomingHttpHeaders } from 'node:http'

/** What a span tells, under the names of OpenTelemetry's semantic conventions; nothing personal and no secret. */
export type SpanAttributes = Readonly<Record<string, string | number>>

/** The span of one request. */
export interface RequestSpan {
  /** Lower-case hexadecimal, 32 digits. */
  readonly traceId: string
  /** Lower-case hexadecimal, 16 digits. */
  readonly spanId: string
  /** Does the work; what it calls, also later, becomes a child of the span. */
  run(work: () => void): void
  /** Ends the span, as failed where `errorType` names a failure. */
  end(attributes: SpanAttributes, errorType?: string): void
}

/** Tells how long what the service does takes, and where in a request. */
export interface Tracer {
  /** Begins the span of a request, in the trace that its headers name or in a new one. */
  request(name: string, attributes: SpanAttributes, headers: IncomingHttpHeaders): RequestSpan
  /** Does work that nobody waits for in a trace of its own. */
  job<T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T>
  /** Calls a part in a child of the span that runs now; where none runs, only calls it. */
  call<T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T>
}
