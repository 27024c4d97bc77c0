import { Cron } from 'croner'

/** A time that opens at each match of a cron expression and stays open for a while. */
export type TimeWindow = Readonly<{
  /** As the operator wrote it. */
  text: string
  isOpen(atMs: number): boolean
}>

const FORM = '"MINUTE HOUR DAY MONTH WEEKDAY for DURATION [in ZONE]", such as "0 22 * * 1-5 for 6h in Europe/Berlin"'
const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }
/** Longer ones would mean "always", which is said by no window at all. */
const LONGEST_MS = 31 * 86_400_000

/** What an operator writes → a window, or what is wrong with it. Without a zone UTC holds. */
export function parseTimeWindow(text: string): TimeWindow | Readonly<{ problem: string }> {
  const match = /^(?<cron>\S+(?:\s+\S+){4})\s+for\s+(?<count>\d{1,4})(?<unit>[mhd])(?:\s+in\s+(?<zone>\S+))?$/.exec(
    text.trim(),
  )
  const { cron, count, unit = '', zone = 'UTC' } = match?.groups ?? {}
  if (cron === undefined) return { problem: `must be ${FORM}` }
  const lastsMs = Number(count) * (unitMs[unit] ?? 0)
  if (lastsMs <= 0 || lastsMs > LONGEST_MS) return { problem: `must last from 1m to 31d, not ${count}${unit}` }
  try {
    const pattern = new Cron(cron, { timezone: zone, paused: true })
    // An expression that never comes true, or a zone that is none, shows only when it is asked.
    if (pattern.nextRun() === null) return { problem: `never opens: ${cron}` }
    return {
      text,
      isOpen(atMs) {
        // What opened before that, or just then, has closed; the search begins after its argument.
        const opened = pattern.nextRun(new Date(atMs - lastsMs))
        return opened !== null && opened.getTime() <= atMs
      },
    }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
