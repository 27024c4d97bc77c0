/** A number above 0 that was given for an option; ends the benchmark with a sentence when it is none. `seconds` may be parts of one. */
export function positive(name: string, text: string): number {
  const value = Number(text)
  const isWanted = value > 0 && (name === 'seconds' || Number.isInteger(value))
  if (isWanted) return value
  console.error(`--${name} must be a ${name === 'seconds' ? 'number' : 'whole number'} above 0, not "${text}"`)
  process.exit(1)
}

/** One line of figures: JSON for programs, words for people. What is undefined is left out. */
export function printRow(row: Readonly<Record<string, unknown>>, asJson: boolean): void {
  const shown = Object.entries(row).filter(([, value]) => value !== undefined)
  console.log(
    asJson ? JSON.stringify(Object.fromEntries(shown)) : shown.map(([key, value]) => `${key} ${value}`).join(', '),
  )
}
