import fc from 'fast-check'

export const kindsOfThing = ['clusters', 'hosts', 'vms', 'policies', 'policy-units', 'recommendations', 'runs'] as const
export type KindOfThing = (typeof kindsOfThing)[number] | 'versions' | 'cursors' | 'times'

/** What a request stands for until it is sent: a thing that the service has by then told of. */
const PLACE = /known:([a-z-]+):(\d+)/g

/** The name of a thing that will be known when the request is sent; nonsense like any other while there is none. */
export const known = (kind: KindOfThing): fc.Arbitrary<string> => fc.nat(999).map(number => `known:${kind}:${number}`)

/** A time that stands in a reply, as text; a body that is sent has the number in its place. */
const QUOTED_TIME = /"(known:times:\d+)"/g

export type KnownThings = Readonly<{
  /** Takes from a reply whatever can be asked about. */
  learn(body: unknown): void
  /** The text with every place filled, each name written as `as` says. */
  fill(text: string, as: (name: string) => string): string
}>

/** Members of replies by the kind of thing that they name, with their ids below. */
const kindByMember: Readonly<Record<string, KindOfThing>> = {
  cluster: 'clusters',
  clusters: 'clusters',
  host: 'hosts',
  hosts: 'hosts',
  from: 'hosts',
  to: 'hosts',
  vm: 'vms',
  policy: 'policies',
  policies: 'policies',
  units: 'policy-units',
  recommendations: 'recommendations',
  recommendation: 'recommendations',
  runs: 'runs',
}
const kindByText: Readonly<Record<string, KindOfThing>> = {
  vmId: 'vms',
  hostId: 'hosts',
  clusterId: 'clusters',
  runId: 'runs',
  recommendationId: 'recommendations',
  version: 'versions',
  next: 'cursors',
}
const MOST_OF_A_KIND = 200

export function createKnownThings(): KnownThings {
  const things = new Map<string, string[]>()
  const keep = (kind: KindOfThing, name: string) => {
    const known = things.get(kind) ?? []
    things.set(kind, known)
    if (known.includes(name)) return
    known.push(name)
    // What was told of first may be gone: the newest stay.
    if (known.length > MOST_OF_A_KIND) known.shift()
  }
  const learn = (value: unknown, member = ''): void => {
    if (Array.isArray(value)) {
      for (const item of value) learn(item, member)
    } else if (typeof value === 'object' && value !== null) {
      const kind = kindByMember[member]
      if (kind !== undefined && 'id' in value && typeof value.id === 'string') keep(kind, value.id)
      for (const [name, part] of Object.entries(value)) learn(part, name)
    } else if (typeof value === 'number') {
      if (member === 'atMs' || member === 'savedAtMs') keep('times', String(value))
    } else if (typeof value === 'string') {
      const kind = Object.hasOwn(kindByText, member) ? kindByText[member] : undefined
      if (kind !== undefined) keep(kind, value)
    }
  }
  return {
    learn,
    fill: (text, as) =>
      text.replaceAll(QUOTED_TIME, '$1').replaceAll(PLACE, (place, kind: string, number: string) => {
        const known = things.get(kind) ?? []
        const name = known[Number(number) % known.length]
        if (name !== undefined) return as(name)
        return kind === 'times' ? '0' : place
      }),
  }
}
