import type { Reason } from '../../shared/policy/reason.ts'
import { type Situation, vmOf } from '../scheduling/facts/situation.ts'
import { brokenHostRules, brokenVmRules } from '../scheduling/rules/broken-affinity.ts'

/** A VM that breaks a binding rule where it is; `toHostIds`: the only hosts on which it no longer does. */
export type Leaver = Readonly<{ id: string; because: Reason; toHostIds?: ReadonlySet<string> }>

/**
 * VMs that should leave their hosts since binding affinity rules are broken. Of VMs that belong apart one stays on each host; those
 * that belong together go to where most of them are.
 */
export function leaversOf(
  situation: Situation,
  mustStay: (vmId: string) => boolean = () => false,
): ReadonlyMap<string, Leaver> {
  const { affinityGroups = [] } = situation
  const leavers = new Map<string, Leaver>()
  for (const { vmId, because } of brokenHostRules(situation, affinityGroups, true)) {
    leavers.set(vmId, { id: vmId, because })
  }
  for (const group of affinityGroups.filter(({ vmRule }) => vmRule.enabled && vmRule.enforcing)) {
    const offenders = brokenVmRules(situation, [group], true).filter(({ heldBack }) => heldBack !== true)
    if (group.vmRule.positive) {
      const home = fullestHost(situation, group.vmIds)
      for (const { vmId, because } of offenders) {
        if (home === undefined || vmOf(situation, vmId)?.hostId === home || leavers.has(vmId)) continue
        leavers.set(vmId, { id: vmId, because, toHostIds: new Set([home]) })
      }
      continue
    }
    const stays = new Set<string>()
    // The one that stays had better be one that cannot leave.
    const stayersFirst = offenders.toSorted((a, b) => Number(mustStay(b.vmId)) - Number(mustStay(a.vmId)))
    for (const { vmId, because } of stayersFirst) {
      const hostId = vmOf(situation, vmId)?.hostId ?? ''
      if (leavers.has(vmId)) continue
      if (stays.has(hostId)) leavers.set(vmId, { id: vmId, because })
      else stays.add(hostId)
    }
  }
  return leavers
}

function fullestHost(situation: Situation, vmIds: ReadonlySet<string>): string | undefined {
  const hostIds = [...vmIds].flatMap(id => vmOf(situation, id)?.hostId ?? [])
  const [most] = [...Map.groupBy(hostIds, id => id)].toSorted(
    ([id, ones], [otherId, others]) => others.length - ones.length || (id < otherId ? -1 : 1),
  )
  return most?.[0]
}
