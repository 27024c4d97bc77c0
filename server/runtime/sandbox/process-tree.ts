import { readFileSync } from 'node:fs'

export type TreeFigures = Readonly<{
  processes: number
  rssBytes: number
  /** Processor time that those which are alive have used. */
  cpuMs: number
}>

/** What the kernel counts processor time in towards programs, on every machine. */
const TICK_MS = 10

/** A process and everything below it, the process first. */
export function pidsFrom(pid: number, most = 1_000): number[] {
  const found = [pid]
  // Grows while it is gone through.
  for (const next of found) if (found.length < most) found.push(...childrenOf(next))
  return found
}

/**
 * What a process and everything below it use, as /proc shows them from outside: `--max-old-space-size` does not count
 * Buffers, and what a plugin starts counts too. A process that ends meanwhile counts as nothing.
 */
export function readProcessTree(pid: number): TreeFigures {
  let processes = 0
  let rssBytes = 0
  let cpuMs = 0
  for (const next of pidsFrom(pid)) {
    const stat = readIfThere(`/proc/${next}/stat`)
    // The name before it may hold blanks and brackets. From here on, field n of proc(5) is at n - 3.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (stat === '' || fields[0] === 'Z') continue
    processes += 1
    rssBytes += Number(fields[21]) * pageBytes()
    cpuMs += (Number(fields[11]) + Number(fields[12])) * TICK_MS
  }
  return { processes, rssBytes, cpuMs }
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

const AT_PAGESZ = 6n
let known: number | undefined

/** 4 KiB, but 64 KiB on some ARM machines: pairs of words that the kernel gives each process. */
function pageBytes(): number {
  if (known !== undefined) return known
  const words = new BigUint64Array(new Uint8Array(readFileSync('/proc/self/auxv')).buffer)
  const at = words.findIndex((word, index) => index % 2 === 0 && word === AT_PAGESZ)
  known = at < 0 ? 4096 : Number(words[at + 1])
  return known
}
