const LONGEST = 600
/** Of a longer one: the beginning names the place, the end the fix. */
const [HEAD, TAIL] = [350, 200]

/** A problem as it may stand in a terminal, a log and an event: one line, of a length that can be read, whatever was quoted in it. */
export function briefProblem(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, HEAD)} … ${text.slice(-TAIL)}` : text
  return short
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .toWellFormed()
}
