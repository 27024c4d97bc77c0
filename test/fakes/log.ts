import type { Log, LogFields } from '../../server/telemetry/log.ts'

export type LoggedLine = Readonly<{ level: keyof Log; fields: LogFields; sentence: string }>

/** A log that only remembers. */
export function aLog(): Readonly<{ log: Log; lines: LoggedLine[] }> {
  const lines: LoggedLine[] = []
  const at = (level: keyof Log) => (fields: LogFields, sentence: string) => {
    lines.push({ level, fields, sentence })
  }
  return { log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }, lines }
}
