import { readFileSync } from 'node:fs'

export type TreeFigures = Readonly<{ processes: number; rssBytes: number }>

const PAGE_BYTES = 4096

/**
 * A process and everything below it, as /proc shows them from outside: `--max-old-space-size` does not count Buffers, and
 * what a plugin starts counts too. A process that ends meanwhile counts as nothing.
 */
export function readProcessTree(pid: number, most = 1_000): TreeFigures {
  const waiting = [pid]
  let processes = 0
  let rssBytes = 0
  while (waiting.length > 0 && processes < most) {
    const next = waiting.pop()
    if (next === undefined) break
    const pages = Number(readIfThere(`/proc/${next}/statm`).split(' ')[1] ?? 0)
    if (Number.isNaN(pages)) continue
    processes += 1
    rssBytes += pages * PAGE_BYTES
    waiting.push(...childrenOf(next))
  }
  return { processes, rssBytes }
}

const childrenOf = (pid: number): number[] =>
  readIfThere(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number)

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}
