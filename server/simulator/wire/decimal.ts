/**
 * A decimal on the wire: exact, or rounded by the engine to two significant digits, as it does with every statistic of
 * type decimal. The rounded form keeps its mantissa in JSON, so that 100 reads `1.0E+2`.
 */
export type Decimal = number | Readonly<{ twoDigits: number }>

/** The number a client will see. */
export function decimalValue(value: Decimal): number {
  return typeof value === 'number' ? value : Number(value.twoDigits.toPrecision(2))
}

export function jsonDecimal(value: Decimal): string {
  if (typeof value === 'number') return String(value)
  const rounded = decimalValue(value)
  return Math.abs(rounded) < 100 ? String(rounded) : rounded.toExponential(1).replace('e', 'E')
}

export function xmlDecimal(value: Decimal): string {
  return String(decimalValue(value))
}
