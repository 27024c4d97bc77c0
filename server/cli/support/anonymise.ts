import type { SupportRecord } from '../../../shared/api/support.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import { plainConfig } from './plain-config.ts'
import { plainMetrics } from './plain-metrics.ts'
import { figureMembers, isCpuSet, isFigure, isPlain, plainWords } from './plain-words.ts'
import { type Kind, type StandIns, standInsFor } from './stand-ins.ts'

/** Hands each text that tells of a site to `replace`, and takes what comes back. */
export type Replace = (text: string, kind: Kind) => string

/**
 * The records with all names, addresses, ids and free texts replaced, each by the same stand-in wherever it stands; numbers, times,
 * states and codes stay, so that decisions can be made again. `standIns` is for whoever keeps the names.
 */
export function anonymise(
  records: readonly SupportRecord[],
): Readonly<{ records: SupportRecord[]; standIns: ReadonlyMap<string, string> }> {
  const plain = plainWords(records)
  const seen = seenFirst(records, plain)
  // Twice the same walk: first to see all texts, then to replace them in their order.
  walkAll(records, plain, (text, kind) => {
    if (!seen.has(text)) seen.set(text, kind)
    return text
  })
  const standIns = standInsFor(seen)
  return { records: walkAll(records, plain, standIns.of, standIns), standIns: standIns.all() }
}

/** So that a host is called a host wherever it is named. */
function seenFirst(records: readonly SupportRecord[], plain: ReadonlySet<string>): Map<string, Kind> {
  const seen = new Map<string, Kind>()
  for (const { kind, value } of records) {
    if (kind !== 'snapshot') continue
    const { hosts, vms, clusters } = value as Snapshot
    const named = { host: hosts, vm: vms, cluster: clusters } as const
    for (const [kind, ones] of Object.entries(named))
      for (const { id, name } of ones) {
        if (!plain.has(id)) seen.set(id, 'id')
        if (!plain.has(name)) seen.set(name, kind as Kind)
      }
  }
  return seen
}

function walkAll(
  records: readonly SupportRecord[],
  plain: ReadonlySet<string>,
  replace: Replace,
  standIns?: StandIns,
): SupportRecord[] {
  const replaceUnlessPlain: Replace = (text, kind) => (text === '' || plain.has(text) ? text : replace(text, kind))
  const nameOf = (member: string) => standIns?.all().get(member) ?? member

  /** `member`: the name it stands under; elements of a list stand under that of the list. `within`: the name one level up. */
  function walk(value: unknown, member: string, within: string): unknown {
    if (typeof value === 'string') {
      if (isPlain(member, value)) return value
      if (figureMembers.has(within) && (isFigure(value) || (within === 'cpuPins' && isCpuSet(value)))) return value
      return replaceUnlessPlain(value, kindOf(member, value))
    }
    if (Array.isArray(value)) return value.map(item => walk(item, member, within))
    if (typeof value !== 'object' || value === null) return value
    const members = Object.entries(value).map(([name, inner]) => [nameOf(name), walk(inner, name, member)] as const)
    return Object.fromEntries(members)
  }

  return records.map(({ kind, value }) => {
    if (kind === 'config') return { kind, value: plainConfig(value, replaceUnlessPlain) }
    if (kind === 'metrics') return { kind, value: plainMetrics(value, replaceUnlessPlain) }
    return { kind, value: walk(value, kind, '') }
  })
}

const kindOf = (member: string, text: string): Kind =>
  text.includes(' ') ? 'text' : /ids?$/i.test(member) ? 'id' : 'name'
