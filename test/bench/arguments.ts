import { parseArgs } from 'node:util'

/** Options that may be parts of one. */
const divisible = new Set(['seconds', 'minutes', 'days'])

/** A number above 0 that was given for an option; ends the benchmark with a sentence when it is none. */
export function positive(name: string, text: string): number {
  const value = Number(text)
  const mayBePart = divisible.has(name)
  if (value > 0 && (mayBePart || Number.isInteger(value))) return value
  console.error(`--${name} must be a ${mayBePart ? 'number' : 'whole number'} above 0, not "${text}"`)
  process.exit(1)
}

/** One line of figures: JSON for programs, words for people. What is undefined is left out. */
export function printRow(row: Readonly<Record<string, unknown>>, asJson: boolean): void {
  const shown = Object.entries(row).filter(([, value]) => value !== undefined)
  console.log(
    asJson ? JSON.stringify(Object.fromEntries(shown)) : shown.map(([key, value]) => `${key} ${value}`).join(', '),
  )
}

/** As `printRow`, with figures of five digits for people and all digits for programs. */
export function printFigures(row: Readonly<Record<string, unknown>>, asJson: boolean): void {
  printRow(asJson ? row : fiveDigits(row), asJson)
}

/** The numbers of a row, to five significant digits. */
export function fiveDigits(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const short = (value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(5)) : value)
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, short(value)]))
}

/** What a benchmark of inputs by seed is told: how many, by which seed, and in which form to print. */
export function seededArguments(usualCount: number): Readonly<{ count: number; seed: number; json: boolean }> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: String(usualCount) },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
    // When all benchmarks run, each is given the options of the others too.
    strict: false,
  })
  return { count: positive('count', String(values.count)), seed: Number(values.seed), json: values.json === true }
}

/** Exit code 1 for any complaint; the first ten are printed. */
export function failFor(complaints: readonly string[]): void {
  for (const complaint of complaints.slice(0, 10)) console.error(complaint)
  if (complaints.length > 0) process.exitCode = 1
}
