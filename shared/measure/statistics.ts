/** Mean of the values; undefined for none. Zeros count. */
export function mean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Population standard deviation; undefined for no values, 0 for one. */
export function standardDeviation(values: readonly number[]): number | undefined {
  const average = mean(values)
  if (average === undefined) return undefined
  return Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length)
}

export const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value))
