/** Hides what must not reach a log: values under telling names, and credentials inside text. */

export const HIDDEN = '[hidden]'
/** Deeper values are named by type only; logs are for reading. */
const MAX_DEPTH = 5

/** Whatever stands under such a name is hidden. */
export const secretName = /authorization|token|password|secret|cookie/i
const credentialsInText: readonly [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[A-Za-z0-9+/=._~-]+/gi, `$1 ${HIDDEN}`],
  [/(\/\/[^/\s:@]+:)[^@\s/]+@/g, `$1${HIDDEN}@`],
  [/\b(password|token|access_token)=[^&\s]+/gi, `$1=${HIDDEN}`],
]

/** A copy that is safe to log. Errors become plain records with their code, stack and causes. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH) return Array.isArray(value) ? '[list]' : '[object]'
  if (value instanceof Error) return errorFields(value, depth)
  if (Array.isArray(value)) return value.map(item => redact(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, secretName.test(name) ? HIDDEN : redact(item, depth + 1)]),
  )
}

/** Credentials inside a text hidden, the rest as it is. */
export const redactText = (text: string): string =>
  credentialsInText.reduce((safe, [pattern, replacement]) => safe.replace(pattern, replacement), text)

function errorFields(error: Error, depth: number): Record<string, unknown> {
  const fields: Record<string, unknown> = { type: error.name, message: redactText(error.message) }
  if ('code' in error) fields.code = redact(error.code, depth + 1)
  if (error.stack !== undefined) fields.stack = redactText(error.stack)
  if (error.cause !== undefined) fields.cause = redact(error.cause, depth + 1)
  return fields
}
