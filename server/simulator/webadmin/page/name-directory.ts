import type { EngineRest } from './engine-rest.ts'
import { list, text } from './wire.ts'

type Collection = 'hosts' | 'clusters' | 'schedulingpolicies'

const tags: Readonly<Record<Collection, string>> = {
  hosts: 'host',
  clusters: 'cluster',
  schedulingpolicies: 'scheduling_policy',
}

/** How long names are believed; a rename shows after that. */
const FRESH_MS = 30_000

export type NameDirectory = Readonly<{
  /** Names by id. The engine's lists carry references without names. */
  names(collection: Collection, signal: AbortSignal): Promise<ReadonlyMap<string, string>>
}>

/** `now` is in ms. */
export function createNameDirectory(rest: EngineRest, now: () => number): NameDirectory {
  const known = new Map<Collection, { names: ReadonlyMap<string, string>; atMs: number }>()

  return {
    async names(collection, signal) {
      const kept = known.get(collection)
      if (kept !== undefined && now() - kept.atMs < FRESH_MS) return kept.names
      const reply = await rest.get(collection, {}, signal)
      const names = new Map(list(reply, tags[collection]).map(item => [text(item, 'id'), text(item, 'name')]))
      known.set(collection, { names, atMs: now() })
      return names
    },
  }
}
