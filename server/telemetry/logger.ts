import { destination, type Level, pino } from 'pino'
import type { Log, LogFields } from './log.ts'
import { prettyLine } from './pretty-line.ts'
import { redact } from './redact.ts'
import { currentTrace } from './trace.ts'

export type LogOptions = Readonly<{
  level: Level | 'silent'
  /** Lines for people instead of JSON. */
  pretty: boolean
  /** Stands in each line, where the process has logs for several. */
  engine?: string
  /** Where lines go; the standard error stream unless given, since commands print their answers on the other. */
  write?: (line: string) => void
}>

/** The log of a process, for whoever runs it. */
export type ProcessLog = Log &
  Readonly<{
    setLevel(level: LogOptions['level']): void
    /** What was logged last, as JSON, oldest first. */
    tail(): readonly string[]
  }>

/** Some hours of a quiet service, some seconds at debug; less than a MiB. */
const MOST_KEPT = 1000

/** The log of the process, or of one of several engines that it serves, with a level and a memory of its own. Writes are synchronous: a line is out before a crash can lose it. */
export function createLog({ level, pretty, engine, write = toStandardError() }: LogOptions): ProcessLog {
  const kept: string[] = []
  const logger = pino(
    { level, base: engine === undefined ? null : { engine }, mixin: traceFields },
    {
      write(record) {
        kept.push(record)
        if (kept.length > MOST_KEPT) kept.shift()
        write(pretty ? prettyLine(record) : record)
      },
    },
  )
  const at = (method: 'debug' | 'info' | 'warn' | 'error') => (fields: LogFields, sentence: string) => {
    // Redacting costs; nobody reads what the level leaves out.
    if (logger.isLevelEnabled(method)) logger[method](redact(fields), sentence)
  }
  return {
    ...{ debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    setLevel(wanted) {
      logger.level = wanted
    },
    tail: () => [...kept],
  }
}

/** Of the work that the line is about. */
function traceFields(): { traceId?: string; spanId?: string } {
  const trace = currentTrace()
  return trace === undefined ? {} : { traceId: trace.traceId, spanId: trace.spanId }
}

function toStandardError(): (line: string) => void {
  const stream = destination({ fd: 2, sync: true })
  return line => stream.write(line)
}
