import { UnitFailure } from '../unit-failure.ts'
import { type Asking, type PluginProcess, ProcessGone } from './plugin-process.ts'
import type { SnapshotLine } from './snapshot-line.ts'

/** A plugin that is kept running. */
export type PluginSupervisor = Readonly<{
  ask(call: Asking, snapshot: SnapshotLine): Promise<unknown>
  show(snapshot: SnapshotLine): void
  /** How often its process had to be started anew, and why the last time. */
  restarts(): Readonly<{ count: number; lastReason?: string }>
  pids(): readonly number[]
  /** Waits until calls under way are answered, then ends its processes. */
  close(): Promise<void>
}>

export type SupervisorOptions = Readonly<{
  /** The process that has just been loaded and checked. */
  first: PluginProcess
  start: () => PluginProcess
  /** Keep a second, loaded process at hand, so that a restart costs no call its time. */
  hasSpare: boolean
  /** How long a call waits for a process that is being restarted. */
  callTimeoutMs: number
  sleep: (ms: number) => Promise<void>
}>

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 30_000
/** What a drained process may take for its last calls before it is ended. */
const DRAIN_MS = 5_000

/**
 * Keeps one process of a plugin at work and another ready beside it. When the first one ends, the spare takes its place
 * at once, and calls that merely waited behind the one that ended it are asked again there. Each further restart without
 * a good answer between waits twice as long. What is started is always the file that was checked: see stage-plugin.ts.
 */
export function supervisePlugin(options: SupervisorOptions): PluginSupervisor {
  const { first, hasSpare, callTimeoutMs, sleep } = options
  /** Every process that was started and is not gone, whatever it is to become. */
  const processes = new Set<PluginProcess>()
  let current: PluginProcess | undefined
  let spare: PluginProcess | undefined
  let newest: SnapshotLine | undefined
  let coming: Promise<PluginProcess | undefined> | undefined
  let isSpareComing = false
  let failuresInARow = 0
  let count = 0
  let lastReason: string | undefined
  let isClosed = false
  let underWay = 0
  let idle: (() => void) | undefined

  function keep(process: PluginProcess): PluginProcess {
    processes.add(process)
    void process.gone.then(() => {
      processes.delete(process)
      if (spare === process) spare = undefined
    })
    return process
  }

  function employ(process: PluginProcess): void {
    current = process
    if (newest !== undefined) process.show(newest)
    void process.gone.then(reason => {
      if (isClosed) return
      count += 1
      lastReason = reason
      if (current !== process) return
      current = undefined
      void replace()
    })
    void provideSpare()
  }

  async function provideSpare(): Promise<void> {
    if (!hasSpare || spare !== undefined || isSpareComing) return
    isSpareComing = true
    await pause()
    isSpareComing = false
    if (!isClosed) spare = keep(options.start())
  }

  /** The spare when it is good, else a new one; undefined: that one cannot be loaded either. */
  function replace(): Promise<PluginProcess | undefined> {
    coming ??= (async () => {
      try {
        const process = await successor()
        await process?.ready
        if (process === undefined || isClosed) return undefined
        employ(process)
        return process
      } catch (error) {
        lastReason = error instanceof Error ? error.message : String(error)
        return undefined
      } finally {
        coming = undefined
      }
    })()
    return coming
  }

  async function successor(): Promise<PluginProcess | undefined> {
    const candidate = spare
    spare = undefined
    failuresInARow += 1
    if (candidate?.isAlive()) return candidate
    await pause(failuresInARow - 1)
    return isClosed ? undefined : keep(options.start())
  }

  const pause = (failures = failuresInARow) =>
    failures === 0 ? Promise.resolve() : sleep(Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS))

  async function employed(): Promise<PluginProcess> {
    if (current?.isAlive()) return current
    const tooLate = sleep(callTimeoutMs).then(() => undefined)
    const process = await Promise.race([coming ?? replace(), tooLate])
    if (process !== undefined) return process
    throw new UnitFailure('failed', `it is being restarted: ${lastReason ?? 'its process ended'}`)
  }

  async function askOnce(call: Asking, snapshot: SnapshotLine): Promise<unknown> {
    const answer = await (await employed()).ask(call, snapshot)
    failuresInARow = 0
    return answer
  }

  employ(keep(first))
  return {
    async ask(call, snapshot) {
      underWay += 1
      try {
        return await askOnce(call, snapshot).catch(error => {
          if (error instanceof ProcessGone && !error.culprit) return askOnce(call, snapshot)
          throw error
        })
      } finally {
        underWay -= 1
        if (underWay === 0) idle?.()
      }
    },
    show(snapshot) {
      newest = snapshot
      current?.show(snapshot)
    },
    restarts: () => ({ count, ...(lastReason !== undefined && { lastReason }) }),
    pids: () => [...processes].flatMap(({ pid }) => pid ?? []),
    async close() {
      isClosed = true
      if (underWay > 0) {
        await Promise.race([
          new Promise<void>(resolve => {
            idle = resolve
          }),
          sleep(DRAIN_MS),
        ])
      }
      for (const process of processes) process.kill('failed', 'the plugin was unloaded')
      await Promise.all([...processes].map(({ gone }) => gone))
    },
  }
}
