import type { PythonRun } from '../python/python-run.ts'
import type { PythonCall, Zygote } from '../python/start-zygote.ts'

/** The warm interpreter of a plugin, started again when it is gone. */
export type ZygoteSupervisor = Readonly<{
  call(call: PythonCall): Promise<PythonRun>
  /** A line as `factsLine` writes it; a new interpreter is given it too. */
  show(facts: Buffer): void
  restarts(): Readonly<{ count: number; lastReason?: string }>
  close(): Promise<void>
}>

export type ZygoteSupervisorOptions = Readonly<{
  first: Zygote
  start: (onExit: (why: string) => void) => Zygote
  /** Told by the first one's `onExit`. */
  firstGone: Promise<string>
  sleep: (ms: number) => Promise<void>
}>

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 30_000
/** Each call is a process of its own: beyond this they would only get in each other's way. */
const MAX_CALLS_AT_ONCE = 16

export function superviseZygote({ first, start, firstGone, sleep }: ZygoteSupervisorOptions): ZygoteSupervisor {
  let current: Zygote | undefined = first
  let facts: Buffer | undefined
  let failuresInARow = 0
  let count = 0
  let lastReason: string | undefined
  let coming: Promise<Zygote> | undefined
  let underWay = 0
  const waiting: (() => void)[] = []

  const lost = (why: string) => {
    current = undefined
    count += 1
    lastReason = why
  }
  void firstGone.then(lost)

  async function restart(): Promise<Zygote> {
    if (failuresInARow > 0) await sleep(Math.min(FIRST_PAUSE_MS * 2 ** (failuresInARow - 1), LONGEST_PAUSE_MS))
    failuresInARow += 1
    const zygote = start(lost)
    current = zygote
    coming = undefined
    if (facts !== undefined) zygote.setFacts(facts)
    return zygote
  }

  function employed(): Zygote | Promise<Zygote> {
    if (current !== undefined) return current
    coming ??= restart()
    return coming
  }

  async function callOnce(call: PythonCall): Promise<PythonRun> {
    const run = await (await employed()).call(call)
    if (run.died === undefined) failuresInARow = 0
    return run
  }

  return {
    async call(call) {
      if (underWay >= MAX_CALLS_AT_ONCE) await new Promise<void>(resolve => waiting.push(resolve))
      underWay += 1
      try {
        const run = await callOnce(call)
        // Whose call it was that ended the interpreter cannot be told; each that was lost is made once more.
        return run.died === undefined ? run : await callOnce(call)
      } finally {
        underWay -= 1
        waiting.shift()?.()
      }
    },
    show(line) {
      facts = line
      current?.setFacts(line)
    },
    restarts: () => ({ count, ...(lastReason !== undefined && { lastReason }) }),
    close: async () => current?.close(),
  }
}
