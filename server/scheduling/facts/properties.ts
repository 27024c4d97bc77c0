/**
 * The engine reads properties leniently: what is absent or no whole number means the default. Source: rules §1
 * (`NumberUtils.toInt`).
 */
export function integerProperty(properties: Readonly<Record<string, string>>, name: string, fallback: number): number {
  const text = properties[name]
  if (text === undefined || !/^[+-]?[0-9]+$/.test(text)) return fallback
  const value = Number(text)
  return value >= -2_147_483_648 && value <= 2_147_483_647 ? value : fallback
}

/** As above for fractions (`NumberUtils.toFloat`: blanks around it and a trailing "f" or "d" do no harm). */
export function fractionProperty(properties: Readonly<Record<string, string>>, name: string, fallback: number): number {
  const text = properties[name]?.trim()
  if (text === undefined || !/^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)(e[+-]?[0-9]+)?[fd]?$/i.test(text)) return fallback
  const value = Math.fround(Number(text.replace(/[fd]$/i, '')))
  return Number.isFinite(value) ? value : fallback
}

/**
 * Where the engine reads strictly (`Long.parseLong`) a malformed value makes it fail: undefined here. Absent means the
 * default. Source: rules §1, §6.3, §9.3.
 */
export function strictIntegerProperty(
  properties: Readonly<Record<string, string>>,
  name: string,
  fallback: number,
): number | undefined {
  const text = properties[name]
  if (text === undefined) return fallback
  return /^[+-]?[0-9]{1,18}$/.test(text) ? Number(text) : undefined
}
