import type { Scalar } from './schema.ts'

/** The value of a scalar from its text; undefined when the text is not of its kind. */
export function readScalar(kind: Scalar, text: string): string | number | boolean | undefined {
  switch (kind) {
    case 'string':
      return text
    case 'integer':
      return /^[+-]?\d{1,18}$/.test(text.trim()) ? Number(text) : undefined
    case 'decimal':
      return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i.test(text.trim()) ? Number(text) : undefined
    case 'boolean':
      return booleans.get(text.trim().toLowerCase())
    case 'date':
      return readDate(text.trim())
  }
}

const booleans: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])

/** ISO 8601, or epoch milliseconds, which the engine takes in JSON. */
function readDate(text: string): number | undefined {
  if (/^-?\d{1,15}$/.test(text)) return Number(text)
  const parsed = Date.parse(text)
  return Number.isNaN(parsed) ? undefined : parsed
}
