import type { Log } from '../telemetry/log.ts'

export type TaggedVms = Readonly<{
  /** undefined: not read yet. What was last read stands while the engine does not answer. */
  ids(): ReadonlySet<string> | undefined
  refresh(signal: AbortSignal): Promise<void>
}>

/** A search that hangs holds up nothing else for longer. */
const DEADLINE_MS = 10_000

/** Which VMs have one tag: to be left alone, or of a class. Read again with each snapshot. Without a tag, none. */
export function createTaggedVms(
  read: ((signal: AbortSignal) => Promise<ReadonlySet<string>>) | undefined,
  log: Pick<Log, 'warn'>,
  whatFor = 'to be left alone',
  deadlineMs = DEADLINE_MS,
): TaggedVms {
  let ids: ReadonlySet<string> | undefined = read === undefined ? new Set() : undefined
  let isReading = false
  return {
    ids: () => ids,
    async refresh(signal) {
      if (read === undefined || isReading) return
      isReading = true
      try {
        ids = await read(AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]))
      } catch (error) {
        if (!signal.aborted)
          log.warn({ error, vms: whatFor }, 'VMs could not be listed by their tag; those known before stay so.')
      } finally {
        isReading = false
      }
    },
  }
}
