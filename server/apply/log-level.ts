import type { LogLevel, LogLevelState } from '../../shared/api/operating.ts'
import { oneAtATime } from '../../shared/measure/one-at-a-time.ts'
import { auditedAs, type Doer, nameOf } from '../../shared/plan/doer.ts'
import type { ApplyStore } from './ports.ts'

export type LogLevelDeps = Readonly<{
  configured: LogLevel
  /** Makes the log follow. */
  setLevel: (level: LogLevel) => void
  store: Pick<ApplyStore, 'appendAudit'>
  /** Does the work after so long, unless the answer is called before. */
  after: (ms: number, work: () => void) => () => void
  now: () => number
  newId: () => string
}>

/** How much the running service logs: changed by a person for a while, and then as configured again. */
export type LogLevelSwitch = Readonly<{
  state(): LogLevelState
  /** `minutes` 0: until the restart. Audited before it takes effect; rejects when that cannot be written. */
  set(wanted: Readonly<{ level: LogLevel; minutes: number }>, by: Doer): Promise<LogLevelState>
  /** Forgets the way back; for when the service stops. */
  close(): void
}>

const MINUTE_MS = 60_000

export function createLogLevel(deps: LogLevelDeps): LogLevelSwitch {
  const { configured, setLevel, store, after, now, newId } = deps
  const writing = oneAtATime()
  let state: LogLevelState = { level: configured, configured }
  let forget = () => {}

  function goBack(): void {
    state = { level: configured, configured }
    setLevel(configured)
  }

  return {
    state: () => state,
    set: ({ level, minutes }, by) =>
      writing(async () => {
        const nowMs = now()
        const detail = { before: state.level, after: level, minutes: level === configured ? 0 : minutes }
        const entry = { id: newId(), atMs: nowMs, ...auditedAs(by), subject: 'log', detail }
        await store.appendAudit({ ...entry, action: 'edit_log_level' })
        forget()
        forget = () => {}
        if (level === configured) {
          goBack()
          return state
        }
        const ms = minutes * MINUTE_MS
        state = { level, configured, by: nameOf(by), ...(minutes > 0 && { untilMs: nowMs + ms }) }
        setLevel(level)
        if (minutes > 0) forget = after(ms, goBack)
        return state
      }),
    close: () => forget(),
  }
}
