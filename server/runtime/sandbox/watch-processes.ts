import { readProcessTree } from './process-tree.ts'

export type Watched = Readonly<{
  pid: number
  maxRssBytes: number
  maxProcesses: number
  /** Told once, with the sentence that says what was too much. */
  onExcess: (what: string) => void
}>

export type ProcessWatch = Readonly<{
  /** Returns the function that stops watching. */
  watch(watched: Watched): () => void
  close(): void
}>

const MIB_BYTES = 1_048_576

/**
 * Looks at every sandboxed process each `intervalMs` and tells of those that hold more memory, or more processes, than
 * they may. Kernel limits bound one process; this bounds what they hold together, Buffers and forks included.
 */
export function watchProcesses(intervalMs = 100): ProcessWatch {
  const watchedOnes = new Set<Watched>()
  const look = () => {
    for (const watched of watchedOnes) {
      const { rssBytes, processes } = readProcessTree(watched.pid)
      const what = excess(watched, rssBytes, processes)
      if (what === undefined) continue
      watchedOnes.delete(watched)
      watched.onExcess(what)
    }
  }
  const timer = setInterval(look, intervalMs)
  timer.unref()
  return {
    watch(watched) {
      watchedOnes.add(watched)
      return () => watchedOnes.delete(watched)
    },
    close: () => clearInterval(timer),
  }
}

function excess({ maxRssBytes, maxProcesses }: Watched, rssBytes: number, processes: number): string | undefined {
  const inMiB = (bytes: number) => `${Math.round(bytes / MIB_BYTES)} MiB`
  if (rssBytes > maxRssBytes) return `it held ${inMiB(rssBytes)} of memory, ${inMiB(maxRssBytes)} are allowed`
  if (processes > maxProcesses) return `it ran ${processes} processes, ${maxProcesses} are allowed`
  return undefined
}
