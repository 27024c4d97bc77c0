/** A value that a Python literal writes, told apart as finely as Python's own error messages tell it. */
export type PythonValue =
  | Readonly<{ kind: 'none' }>
  | Readonly<{ kind: 'bool'; value: boolean }>
  /** A bigint only where a number would not be exact. */
  | Readonly<{ kind: 'int'; value: number | bigint }>
  | Readonly<{ kind: 'float'; value: number }>
  | Readonly<{ kind: 'str'; value: string }>
  | Readonly<{ kind: 'bytes'; value: Uint8Array }>
  | Readonly<{ kind: 'list' | 'tuple' | 'set'; items: readonly PythonValue[] }>
  | Readonly<{ kind: 'dict'; entries: readonly (readonly [PythonValue, PythonValue])[] }>

/** As `type(value).__name__`. */
export const pythonTypeName = (value: PythonValue): string => (value.kind === 'none' ? 'NoneType' : value.kind)

/** What a Python `for` would take from the value; undefined when it is not iterable. A set keeps the order it was written in. */
export function iterate(value: PythonValue): readonly PythonValue[] | undefined {
  switch (value.kind) {
    case 'str':
      return Array.from(value.value, character => ({ kind: 'str', value: character }))
    case 'bytes':
      return Array.from(value.value, byte => ({ kind: 'int', value: byte }))
    case 'list':
    case 'tuple':
    case 'set':
      return value.items
    case 'dict':
      return value.entries.map(([key]) => key)
    default:
      return undefined
  }
}

/**
 * Equal for what Python holds equal (1, 1.0 and True are one key), different for all else. The value must be hashable,
 * see `unhashableType`.
 */
export function hashKey(value: PythonValue): string {
  const parts: string[] = []
  addKey(value, parts)
  return parts.join('')
}

// Each part tells its own length, so that no two values share a text.
function addKey(value: PythonValue, parts: string[]): void {
  switch (value.kind) {
    case 'bool':
      parts.push(value.value ? 'n1;' : 'n0;')
      return
    case 'int':
      parts.push(`n${equalFloat(value.value) ?? value.value};`)
      return
    case 'float':
      parts.push(`n${value.value === 0 ? 0 : value.value};`)
      return
    case 'str':
      parts.push(`s${value.value.length}:`, value.value)
      return
    case 'bytes':
      parts.push(`b${value.value.length}:`, value.value.join())
      return
    case 'tuple':
      parts.push(`t${value.items.length}:`)
      for (const item of value.items) addKey(item, parts)
      return
    default:
      parts.push(value.kind)
  }
}

/** Python compares exactly: 10**20 equals 1e20, 10**20 + 1 does not. */
function equalFloat(value: number | bigint): number | undefined {
  const float = Number(value)
  return typeof value === 'number' || (Number.isFinite(float) && BigInt(float) === value) ? float : undefined
}

/** The type that Python names in "unhashable type"; undefined when the value is hashable. */
export function unhashableType(value: PythonValue): string | undefined {
  if (value.kind === 'list' || value.kind === 'set' || value.kind === 'dict') return value.kind
  if (value.kind !== 'tuple') return undefined
  for (const item of value.items) {
    const found = unhashableType(item)
    if (found !== undefined) return found
  }
  return undefined
}

/** The first of each set of equal values, in order. All must be hashable. */
export function distinct(values: readonly PythonValue[]): PythonValue[] {
  const byKey = new Map<string, PythonValue>()
  for (const value of values) {
    const key = hashKey(value)
    if (!byKey.has(key)) byKey.set(key, value)
  }
  return [...byKey.values()]
}
