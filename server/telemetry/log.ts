/** What the rest of the service logs through: pino's argument order, a whole sentence last. */

export type LogFields = Readonly<Record<string, unknown>>

/** Secrets in the fields are hidden before they are written. An error goes under the key `error`. */
export type Log = Readonly<{
  debug(fields: LogFields, sentence: string): void
  info(fields: LogFields, sentence: string): void
  warn(fields: LogFields, sentence: string): void
  error(fields: LogFields, sentence: string): void
}>
