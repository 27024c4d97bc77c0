import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { Log } from '../telemetry/log.ts'
import type { Traced } from '../telemetry/trace.ts'
import type { Sleep } from './sleep.ts'
import { type EngineEvent, isPressing, type StatusEvent, statusEventOf } from './status-events.ts'

export type EventCycleDeps = Readonly<{
  /** The engine's events, oldest first. */
  events: Readonly<{
    newest(signal: AbortSignal): Promise<number>
    since(index: number, signal: AbortSignal): Promise<readonly EngineEvent[]>
  }>
  snapshots: Pick<SnapshotSource, 'refresh'>
  /** Told of those that tell of a state, before the engine is read again because of them. */
  onStatusEvents: (events: readonly StatusEvent[]) => void
  intervalMs: number
  deadlineMs: number
  sleep: Sleep
  log: Pick<Log, 'info' | 'warn'>
  traced?: Traced
}>

export type EventCycle = Readonly<{ run(signal: AbortSignal): Promise<void> }>

/** An event can become visible after one with a higher index: so many are looked at again. Source: engine REST API §13.1. */
const LATE = 50

/**
 * Follows the engine's event list from now on, so that what happens is looked at within seconds and not at the next read.
 * Trouble is told once; what was missed meanwhile is caught up with.
 */
export function createEventCycle(deps: EventCycleDeps): EventCycle {
  const { events, snapshots, onStatusEvents, intervalMs, deadlineMs, sleep, log, traced = work => work() } = deps
  let position: number | undefined
  let seen: ReadonlySet<number> = new Set()
  let isInTrouble = false

  async function look(signal: AbortSignal): Promise<void> {
    if (position === undefined) {
      position = await events.newest(signal)
      seen = new Set(Array.from({ length: LATE + 1 }, (_, back) => (position ?? 0) - back))
      return
    }
    const found = await events.since(Math.max(0, position - LATE), signal)
    const fresh = found.filter(({ index }) => !seen.has(index))
    position = Math.max(position, ...found.map(({ index }) => index))
    const oldest = position - LATE
    seen = new Set([...seen, ...fresh.map(({ index }) => index)].filter(index => index >= oldest))
    const telling = fresh.flatMap(event => statusEventOf(event) ?? [])
    if (telling.length === 0) return
    onStatusEvents(telling)
    if (telling.some(isPressing)) await snapshots.refresh(signal)
  }

  async function lookInTime(signal: AbortSignal): Promise<void> {
    try {
      await look(AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]))
      if (isInTrouble) log.info({}, 'The engine’s events can be read again.')
      isInTrouble = false
    } catch (error) {
      if (signal.aborted) return
      if (!isInTrouble) log.warn({ error }, 'The engine’s events cannot be read; states are seen at each read only.')
      isInTrouble = true
    }
  }

  return {
    async run(signal) {
      while (!signal.aborted) {
        await traced(() => lookInTime(signal))
        await sleep(intervalMs, signal)
      }
    },
  }
}
