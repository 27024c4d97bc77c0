/** What stands for the texts of a site: the same for the same text, and in the same order as they are, so that ties fall as before. */
export type StandIns = Readonly<{
  of(text: string): string
  /** Text → what stands for it. */
  all(): ReadonlyMap<string, string>
}>

export type Kind = 'host' | 'vm' | 'cluster' | 'id' | 'text' | 'name'

/** `seen`: every text that will be asked for, with what it is; the first word on a text counts. */
export function standInsFor(seen: ReadonlyMap<string, Kind>): StandIns {
  const digits = String(seen.size).length
  const inOrder = [...seen.keys()].toSorted(byCodeUnits)
  const known = new Map(
    inOrder.map((text, at) => [text, `${seen.get(text)}-${String(at + 1).padStart(digits, '0')}`] as const),
  )
  return {
    of(text) {
      const standIn = known.get(text)
      if (standIn === undefined) throw new Error('a text was not seen before it was to be replaced')
      return standIn
    },
    all: () => known,
  }
}

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
