/** What one policy may cost. Ours: the original has none, but for the depth at which Python gives up. */
export type Limits = Readonly<{
  textLength: number
  /** Lists inside lists, in the text. */
  nesting: number
  /** Digits of one number in the text. Python, too, refuses more than 4,300. */
  literalLength: number
  /** Evaluated expressions and compared elements of one evaluation. */
  steps: number
  /** Expressions being evaluated inside each other. */
  depth: number
  integerBits: number
  /** Characters of a text or elements of a list that an operation makes. */
  valueLength: number
  /** Steps of a trace that are kept for one control. */
  traceSteps: number
}>

export const defaultLimits: Limits = {
  textLength: 1_048_576,
  nesting: 200,
  literalLength: 4_300,
  steps: 1_000_000,
  depth: 1_500,
  integerBits: 4_096,
  valueLength: 65_536,
  traceSteps: 200,
}
