import { readProcessTree, type TreeFigures } from './process-tree.ts'

export type Watched = Readonly<{
  pid: number
  maxRssBytes: number
  maxProcesses: number
  /**
   * How many calls it has been asked; undefined: one is under way. While this stays the same it may compute for a moment,
   * such as to take in a snapshot, but not go on.
   */
  asked?: () => number | undefined
  /** Told once, with the sentence that says what was too much. */
  onExcess: (what: string) => void
}>

export type ProcessWatch = Readonly<{
  /** Returns the function that stops watching. */
  watch(watched: Watched): () => void
  close(): void
}>

/** A stretch of time in which nothing was asked. */
type Stretch = Readonly<{ asked: number | undefined; sinceMs: number; cpuMs: number }>

const MIB_BYTES = 1_048_576
/** Who has used more than half a core in so long is in an endless loop, or works on something of its own. */
const STRETCH_MS = 3_000

type Sources = Readonly<{ readTree: (pid: number) => TreeFigures; nowMs: () => number }>
const sources: Sources = { readTree: readProcessTree, nowMs: () => performance.now() }

/**
 * Looks at every sandboxed process each `intervalMs` and tells of those that hold more memory, or more processes, than
 * they may, or that keep a core busy for nothing. Kernel limits bound one process; this bounds what they hold together,
 * Buffers and forks included.
 */
export function watchProcesses(intervalMs = 100, { readTree, nowMs }: Sources = sources): ProcessWatch {
  const watchedOnes = new Map<Watched, Stretch | undefined>()
  const look = () => {
    for (const [watched, stretch] of watchedOnes) {
      const figures = readTree(watched.pid)
      const what = excess(watched, figures) ?? restlessness(watched, figures, stretch, nowMs())
      watchedOnes.set(watched, stretchAt(watched, figures, stretch, nowMs()))
      if (what === undefined) continue
      watchedOnes.delete(watched)
      watched.onExcess(what)
    }
  }
  const timer = setInterval(look, intervalMs)
  timer.unref()
  return {
    watch(watched) {
      watchedOnes.set(watched, undefined)
      return () => watchedOnes.delete(watched)
    },
    close: () => clearInterval(timer),
  }
}

function excess({ maxRssBytes, maxProcesses }: Watched, { rssBytes, processes }: TreeFigures): string | undefined {
  const inMiB = (bytes: number) => `${Math.round(bytes / MIB_BYTES)} MiB`
  if (rssBytes > maxRssBytes) return `it held ${inMiB(rssBytes)} of memory, ${inMiB(maxRssBytes)} are allowed`
  if (processes > maxProcesses) return `it ran ${processes} processes, ${maxProcesses} are allowed`
  return undefined
}

const isOver = (stretch: Stretch, nowMs: number) => nowMs - stretch.sinceMs >= STRETCH_MS
const isStill = ({ asked }: Watched, stretch: Stretch | undefined): stretch is Stretch =>
  stretch !== undefined && asked?.() === stretch.asked

function restlessness(
  watched: Watched,
  { cpuMs }: TreeFigures,
  stretch: Stretch | undefined,
  nowMs: number,
): string | undefined {
  if (!isStill(watched, stretch) || !isOver(stretch, nowMs)) return undefined
  const isRestless = cpuMs - stretch.cpuMs > (nowMs - stretch.sinceMs) / 2
  return isRestless ? 'it kept a core busy while nothing was asked of it' : undefined
}

function stretchAt(watched: Watched, { cpuMs }: TreeFigures, stretch: Stretch | undefined, nowMs: number) {
  if (isStill(watched, stretch) && !isOver(stretch, nowMs)) return stretch
  const asked = watched.asked?.()
  return asked === undefined ? undefined : { asked, sinceMs: nowMs, cpuMs }
}
