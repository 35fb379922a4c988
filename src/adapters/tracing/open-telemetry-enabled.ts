/**
 * Whether the standard variables enable traces: an exporter other than `none`, or the address of a collector.
 * Independent of the SDK, which is loaded only if this is true.
 */
export function areTracesEnabled(env: Readonly<Record<string, string | undefined>>): boolean {
  const value = (name: string) => env[name]?.trim() ?? ''
  if (value('OTEL_SDK_DISABLED').toLowerCase() === 'true') return false
  const exporters = value('OTEL_TRACES_EXPORTER')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (exporters.length > 0) return !exporters.includes('none')
  return value('OTEL_EXPORTER_OTLP_ENDPOINT') !== '' || value('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') !== ''
}
