type Named = Readonly<{ id: string; name: string }>

/**
 * What guests of one host are called in traces and results, by id: their names, and where that would not tell two apart, or a
 * guest from the host, also the first part of the id. All labels differ.
 */
export function labelGuests(guests: readonly Named[]): ReadonlyMap<string, string> {
  const times = new Map<string, number>([['Host', 1]])
  for (const { name } of guests) times.set(name, (times.get(name) ?? 0) + 1)
  const taken = new Set(times.keys())
  return new Map(
    guests.map(({ id, name }) => {
      if (times.get(name) === 1) return [id, name]
      let label = `${name} (${id.split('-', 1)[0]})`
      for (let number = 1; taken.has(label); number++) label = `${name} (${id})${number === 1 ? '' : ` ${number}`}`
      taken.add(label)
      return [id, label]
    }),
  )
}
