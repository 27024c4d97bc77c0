/**
 * The engine reads properties leniently: what is absent or no whole number means the default. Source: rules §1
 * (`NumberUtils.toInt`).
 */
export function integerProperty(properties: Readonly<Record<string, string>>, name: string, fallback: number): number {
  const text = properties[name]
  if (text === undefined || !/^[+-]?[0-9]{1,10}$/.test(text)) return fallback
  const value = Number(text)
  return value >= -2_147_483_648 && value <= 2_147_483_647 ? value : fallback
}

/** As above for fractions (`NumberUtils.toFloat`). */
export function fractionProperty(properties: Readonly<Record<string, string>>, name: string, fallback: number): number {
  const text = properties[name]?.trim()
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  return Number.isFinite(value) ? Math.fround(value) : fallback
}
