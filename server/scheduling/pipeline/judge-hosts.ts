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
  let out: readonly HostFacts[] = []
  for (const { id: unitId, name: unitName, filter } of filters) {
    const ask = (about: readonly HostFacts[]): void => {
      if (about.length === 0) return
      for (const [hostId, verdict] of filter(group, about, situation)) {
        verdicts.get(hostId)?.push({ unitId, unitName, verdict })
      }
    }
    ask(left)
    ask(out)
    const isOut = ({ id }: HostFacts): boolean => {
      const last = verdicts.get(id)?.at(-1)
      return last?.unitId === unitId && rejects(last.verdict, onUnknown)
    }
    out = [...out, ...left.filter(isOut)]
    left = left.filter(host => !isOut(host))
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
