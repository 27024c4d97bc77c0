import { reason } from '../../../shared/policy/reason.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import { integerProperty } from '../facts/properties.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { dropped, type FilterUnit, type HostVerdict, kept, keptBecause, unknown, type Verdicts } from '../unit.ts'

/** What a host books for one VM besides its memory (`guest_ram_overhead`). Source: rules §2.1. */
const GUEST_OVERHEAD_MIB = 65

/** `free`: no spare for the engine. `both`: stays a spare even with the group on it. `spare`: only without it. */
type Role = Readonly<{ kind: 'free' } | { kind: 'both' | 'spare'; memoryMiB: number; neededMiB: number }>

function roleOf(
  host: HostFacts,
  group: readonly VmFacts[],
  engine: VmFacts,
): Role | Readonly<{ kind: 'unknown'; field: string }> {
  const { hostedEngine, maxSchedulingMiB } = host
  if (host.id === engine.hostId) return { kind: 'free' }
  if (hostedEngine === undefined) return unknown('host.hostedEngine')
  if (!hostedEngine.active || hostedEngine.score === 0 || hostedEngine.localMaintenance) return { kind: 'free' }
  if (maxSchedulingMiB === undefined) return unknown('host.maxSchedulingMiB')
  const groupMiB = group
    .filter(({ hostId }) => hostId !== host.id)
    .reduce((sum, { memoryMiB }) => sum + memoryMiB + GUEST_OVERHEAD_MIB, 0)
  const engineMiB = engine.memoryMiB + GUEST_OVERHEAD_MIB
  const sizes = { memoryMiB: maxSchedulingMiB, neededMiB: groupMiB + engineMiB }
  if (maxSchedulingMiB > sizes.neededMiB) return { kind: 'both', ...sizes }
  return maxSchedulingMiB > engineMiB ? { kind: 'spare', ...sizes } : { kind: 'free' }
}

/**
 * Keeps memory for the engine's own VM on `HeSparesCount` hosts beside its present one. It counts among the hosts given,
 * so its answer depends on what was dropped before: that is the engine's own way. Another quirk of the engine: of scarce
 * spares only those are dropped that could not hold the engine and the group, not all as it says of itself.
 * Source: rules §6.2.
 */
export const hostedEngineSparesFilter: FilterUnit = {
  kind: 'filter',
  id: '53bff075-8306-446f-a53b-9c872a29d197',
  name: 'HostedEngineSpares',
  properties: ['HeSparesCount'],
  filter(group, hosts, { vms, properties }): Verdicts {
    const wanted = integerProperty(properties, 'HeSparesCount', 0)
    const engine = wanted === 0 ? undefined : vms.find(({ isHostedEngine }) => isHostedEngine)
    if (engine === undefined || group.some(({ id }) => id === engine.id)) {
      return new Map(hosts.map(({ id }) => [id, kept]))
    }
    const roles = new Map(hosts.map(host => [host.id, roleOf(host, group, engine)]))
    const spares = [...roles.values()].filter(({ kind }) => kind === 'both' || kind === 'spare').length
    const lacking = [...roles.values()].find(role => role.kind === 'unknown')
    const unclear = [...roles.values()].filter(({ kind }) => kind === 'unknown').length

    const verdictOn = (role: Role | Readonly<{ kind: 'unknown'; field: string }>): HostVerdict => {
      if (role.kind === 'free') return kept
      // More spares than wanted, whatever the unclear hosts are: then a host is kept in any role.
      if (spares > wanted) {
        const text = `${spares} hosts are spares for the engine, ${wanted} are wanted.`
        return keptBecause(reason('engine-spares-enough', text, { spares, wanted }))
      }
      if (role.kind === 'unknown') return role
      const { memoryMiB, neededMiB } = role
      const values = { spares, wanted, memoryMiB, neededMiB }
      if (role.kind === 'both') {
        const text = `A spare for the engine, and ${memoryMiB} MiB are more than the ${neededMiB} MiB for both.`
        return keptBecause(reason('engine-spare-roomy', text, values))
      }
      if (lacking && spares + unclear > wanted) return lacking
      const text = `A spare for the engine (${spares}, ${wanted} wanted), and ${memoryMiB} MiB are not more than the ${neededMiB} MiB for both.`
      return dropped(reason('engine-spare-reserved', text, values))
    }
    return new Map([...roles].map(([id, role]) => [id, verdictOn(role)]))
  },
}
