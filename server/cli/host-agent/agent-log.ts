import type { MomVerbosity } from '../../config/mom-settings.ts'
import type { Log } from '../../telemetry/log.ts'
import { createLog } from '../../telemetry/logger.ts'

const levels = { critical: 'fatal', error: 'error', warn: 'warn', info: 'info', debug: 'debug' } as const
const numbered: Readonly<Record<string, MomVerbosity>> = { 1: 'critical', 2: 'error', 3: 'warn', 4: 'info', 5: 'debug' }

/** A log whose level can be changed while it is in use, by MOM's words and numbers; anything else is debug. */
export function createAgentLog(
  verbosity: MomVerbosity,
  create: (level: (typeof levels)[MomVerbosity]) => Log = level => createLog({ level, pretty: process.stderr.isTTY }),
): Readonly<{ log: Log; setVerbosity(text: string): void }> {
  let current = create(levels[verbosity])
  const at = (method: keyof Log) => (fields: Parameters<Log['info']>[0], sentence: string) =>
    current[method](fields, sentence)
  return {
    log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    setVerbosity(text) {
      const word = numbered[text] ?? text.toLowerCase()
      current = create(word in levels ? levels[word as MomVerbosity] : 'debug')
    },
  }
}
