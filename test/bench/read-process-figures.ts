/** What the service tells of its own process at `/metrics`. */
export type ProcessFigures = Readonly<{
  rssMiB: number
  heapMiB: number
  /** Seconds of CPU since it began. */
  cpuSeconds: number
  /** Of the event loop since the last look. */
  lagP99Ms: number
  lagWorstMs: number
}>

export async function readProcessFigures(origin: string): Promise<ProcessFigures> {
  const reply = await fetch(`${origin}/metrics`)
  if (!reply.ok) throw new Error(`/metrics: HTTP ${reply.status}`)
  const text = await reply.text()
  const figure = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
  return {
    rssMiB: figure('process_resident_memory_bytes') / 1_048_576,
    heapMiB: figure('nodejs_heap_size_used_bytes') / 1_048_576,
    cpuSeconds: figure('process_cpu_seconds_total'),
    lagP99Ms: figure('nodejs_eventloop_lag_p99_seconds') * 1000,
    lagWorstMs: figure('nodejs_eventloop_lag_max_seconds') * 1000,
  }
}
