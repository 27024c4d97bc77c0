import type { XmlRpcValue } from '../protocol/xmlrpc/xml-rpc-value.ts'

type List = readonly XmlRpcValue[]

/** What `parse` made of the same list before, or makes of it now. */
export type RecallLists = (list: List, parse: (list: List) => readonly string[]) => readonly string[]

/** One a cluster, and the engine may leave out some hosts of it at times. */
const KEPT = 64

/**
 * The engine asks about the same hosts again and again, hundreds at a time. Comparing a list with the one before is ten
 * times cheaper than looking at each id anew, and what is worked out from a list can be kept with it.
 */
export function recallLists(): RecallLists {
  const kept = new Map<string, Readonly<{ list: List; ids: readonly string[] }>>()
  return (list, parse) => {
    const key = `${list.length} ${list[0]} ${list.at(-1)}`
    const before = kept.get(key)
    if (before !== undefined && isSame(before.list, list)) return before.ids
    const ids = parse(list)
    if (kept.size >= KEPT) kept.clear()
    kept.set(key, { list, ids })
    return ids
  }
}

function isSame(a: List, b: List): boolean {
  for (let n = 0; n < a.length; n++) if (a[n] !== b[n]) return false
  return a.length === b.length
}
