/** What a plugin writes about its properties, read by the engine's own grammar. */
export type WrittenProperties = Readonly<{
  /** Name → expression, in order. */
  properties: ReadonlyMap<string, string>
  /** Why the engine would drop the whole unit; undefined: it takes the text. */
  problem?: string
}>

/**
 * `key=regex;key=regex`, one `;` at the end at most, no blank around a key, and no way to write a `;` inside. Of a key
 * written twice the last counts. (SimpleCustomPropertiesUtil of the engine; specs of the external scheduler, §7.)
 */
export function parseWrittenProperties(text: string): WrittenProperties {
  const properties = new Map<string, string>()
  if (text === '') return { properties }
  for (const part of (text.endsWith(';') ? text.slice(0, -1) : text).split(';')) {
    const equals = part.indexOf('=')
    const key = part.slice(0, equals)
    if (equals < 0 || !/^[a-zA-Z0-9_]+$/.test(key)) {
      const shown = part.length > 40 ? `${part.slice(0, 40)}…` : part
      const problem = `the engine cannot read the property "${shown}"; write name=expression, several separated by ";", without blanks`
      return { properties: new Map(), problem }
    }
    properties.set(key, part.slice(equals + 1))
  }
  return { properties }
}
