import fc from 'fast-check'

/** One thing that is put to a door. */
export type Knock = Readonly<{
  /** In short, for whoever reads the finding. */
  what: string
  /** Resolves with the kind of answer, which is counted; fails with what the door must never do. */
  answer(): Promise<string> | string
}>

/** A place where something comes in from outside, open and listening. */
export type Door = Readonly<{
  knocks: fc.Arbitrary<Knock>
  close(): Promise<void> | void
}>

const LONGEST_SHOWN = 600

/** Knocks made of inputs. `show` tells an input in short; JSON unless given. */
export const knocksOf = <T>(
  inputs: fc.Arbitrary<T>,
  answer: (input: T) => Promise<string> | string,
  show: (input: T) => string = input => fc.stringify(input),
): fc.Arbitrary<Knock> =>
  inputs.map(input => ({
    get what() {
      return show(input).slice(0, LONGEST_SHOWN)
    },
    answer: () => answer(input),
  }))

/** Knocks so often, one after the other, and counts the kinds of answer. Fails with the smallest knock that it finds. */
export async function knockAt({ knocks }: Door, numRuns: number): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {}
  await fc.assert(
    fc.asyncProperty(knocks, async knock => {
      const kind = await knock.answer()
      counts[kind] = (counts[kind] ?? 0) + 1
    }),
    { numRuns, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true },
  )
  return counts
}
