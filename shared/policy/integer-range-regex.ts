/**
 * An anchored regular expression that accepts exactly the decimal integers from `min` to `max`. A range such as 0..999
 * is written the short way, since the engine's dialog shows the expression as it is; that form also takes leading zeros.
 */
export function integerRangeRegex(min: number, max: number): string {
  if (min === 0 && /^9+$/.test(String(max))) return `^[0-9]{1,${String(max).length}}$`
  const negative = min < 0 ? positiveRanges(Math.max(1, -max), -min).map(range => `-${range}`) : []
  const positive = max >= 0 ? positiveRanges(Math.max(0, min), max) : []
  return `^(${[...negative, ...positive].join('|')})$`
}

/** Splits [min, max] where the digit pattern changes: 7..123 → 7-9, 10-99, 100-119, 120-123. */
function positiveRanges(min: number, max: number): string[] {
  const stops = new Set([max])
  for (let nines = 1, stop = fillWithNines(min, nines); stop >= min && stop < max; stop = fillWithNines(min, ++nines)) {
    stops.add(stop)
  }
  for (let zeros = 1, stop = fillWithZeros(max + 1, zeros) - 1; stop > min && stop <= max; zeros++) {
    stops.add(stop)
    stop = fillWithZeros(max + 1, zeros + 1) - 1
  }
  let start = min
  return [...stops]
    .sort((a, b) => a - b)
    .map(stop => {
      const pattern = sameLengthPattern(String(start), String(stop))
      start = stop + 1
      return pattern
    })
}

const fillWithNines = (value: number, nines: number): number =>
  Number(String(value).slice(0, -nines) + '9'.repeat(nines))

const fillWithZeros = (value: number, zeros: number): number => value - (value % 10 ** zeros)

function sameLengthPattern(start: string, stop: string): string {
  let pattern = ''
  let anyDigits = 0
  for (let i = 0; i < start.length; i++) {
    const [from, to] = [start.charAt(i), stop.charAt(i)]
    if (from === '0' && to === '9') anyDigits++
    else pattern += from === to ? from : `[${from}-${to}]`
  }
  if (anyDigits === 0) return pattern
  return `${pattern}[0-9]${anyDigits > 1 ? `{${anyDigits}}` : ''}`
}
