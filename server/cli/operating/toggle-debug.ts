import type { LogLevelSwitch } from '../../apply/log-level.ts'
import { service } from '../../apply/services.ts'
import type { Log } from '../../telemetry/log.ts'

const MINUTES = 60

/** For the signal that whoever is on the machine may send: debug for an hour, or as configured again. Never rejects. */
export async function toggleDebug(logLevel: LogLevelSwitch, log: Pick<Log, 'warn' | 'error'>): Promise<void> {
  const { level, configured } = logLevel.state()
  try {
    const next = await logLevel.set({ level: level === configured ? 'debug' : configured, minutes: MINUTES }, service)
    log.warn({ level: next.level }, 'The log level was changed by a signal.')
  } catch (error) {
    log.error({ error }, 'The log level could not be changed by a signal.')
  }
}
