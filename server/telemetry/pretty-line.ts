/** One log record as a line for people: time, level, sentence, then the fields. */

const levelWords: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info ', 40: 'WARN ', 50: 'ERROR', 60: 'FATAL' }

/** `record` is a line of pino's JSON. Local time; a stack follows on lines of its own. */
export function prettyLine(record: string): string {
  const { level, time, msg, ...fields } = JSON.parse(record) as Record<string, unknown>
  const clock = new Date(Number(time)).toTimeString().slice(0, 8)
  const shown = Object.entries(fields).map(([name, value]) => `${name}=${shortForm(value)}`)
  const stack = stackOf(fields.error)
  return `${[clock, levelWords[Number(level)] ?? String(level), msg, ...shown].join(' ')}\n${stack ? `${stack}\n` : ''}`
}

function shortForm(value: unknown): string {
  if (typeof value === 'string') return /\s/.test(value) ? JSON.stringify(value) : value
  if (typeof value === 'object' && value !== null && 'message' in value) return JSON.stringify(value.message)
  return JSON.stringify(value)
}

const stackOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'stack' in error ? String(error.stack) : undefined
