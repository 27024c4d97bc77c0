import type { HostFacts } from '../facts/host-facts.ts'
import type { Situation } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import type { FilterUnit, HostVerdict } from '../unit.ts'

/** What a filter that lacks a fact means for a host. The engine knows every fact; we may not. */
export type OnUnknown = 'keep' | 'drop'

export type UnitVerdict = Readonly<{ unitId: string; unitName: string; verdict: HostVerdict }>

/** One host, and the word of each filter that was asked about it, in the order of asking. */
export type HostJudgement = Readonly<{
  hostId: string
  hostName: string
  isKept: boolean
  verdicts: readonly UnitVerdict[]
}>

export const rejects = ({ kind }: HostVerdict, onUnknown: OnUnknown): boolean =>
  kind === 'dropped' || (kind === 'unknown' && onUnknown === 'drop')

/**
 * Asks one filter after the other, each only about the hosts that are left, as the engine does. Hosts that are out are
 * still shown to the later filters by themselves: what else stands against a host is what an administrator asks next.
 * That can never bring one back. Source: rules §3 step 8.
 */
export function judgeHosts(
  group: readonly VmFacts[],
  hosts: readonly HostFacts[],
  filters: readonly FilterUnit[],
  { situation, onUnknown }: Readonly<{ situation: Situation; onUnknown: OnUnknown }>,
): readonly HostJudgement[] {
  const verdicts = new Map<string, UnitVerdict[]>(hosts.map(({ id }) => [id, []]))
  let left = hosts
  const out: HostFacts[] = []
  for (const { id: unitId, name: unitName, filter } of filters) {
    const ask = (about: readonly HostFacts[]): ReadonlyMap<string, HostVerdict> => {
      const answers = filter(group, about, situation)
      for (const [hostId, verdict] of answers) verdicts.get(hostId)?.push({ unitId, unitName, verdict })
      return answers
    }
    if (out.length > 0) ask(out)
    if (left.length === 0) continue
    const answers = ask(left)
    left = left.filter(host => {
      const verdict = answers.get(host.id)
      if (verdict === undefined || !rejects(verdict, onUnknown)) return true
      out.push(host)
      return false
    })
  }
  const kept = new Set(left.map(({ id }) => id))
  return hosts.map(({ id, name }) => ({
    hostId: id,
    hostName: name,
    isKept: kept.has(id),
    verdicts: verdicts.get(id) ?? [],
  }))
}

/** The filter that took the host out: the first that rejected it. undefined: it is in. */
export const rejectedBy = ({ isKept, verdicts }: HostJudgement, onUnknown: OnUnknown): UnitVerdict | undefined =>
  isKept ? undefined : verdicts.find(({ verdict }) => rejects(verdict, onUnknown))
