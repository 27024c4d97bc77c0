import type { SimAffinityGroup, SimState, SimVm } from '../../../server/simulator/world/state.ts'

/** What was configured for the service, in the words of the oracle. */
export type SoakRules = Readonly<{
  /** Migrations of ours at once: at one host, and altogether. */
  perHost: number
  total: number
  /** In a cluster, within an hour and a day. */
  perHour: number
  perDay: number
  excludedVmIds: ReadonlySet<string>
  /** Hours of the day, UTC, within which moves may start; by cluster name. Others: always. */
  hoursOf: Readonly<Record<string, Readonly<{ from: number; lasts: number }>>>
  /** By how much the clocks of engine and service may differ, simulated ms: an answer is under way in real time. */
  toleranceMs: number
}>

/**
 * Which rules a migration breaks that has just begun, judged by what the engine itself holds at that moment. Written from the
 * rules' descriptions; shares no code with what plans, checks or simulates. Empty: none.
 */
export function judgeMigration(state: SimState, vm: SimVm, rules: SoakRules): string[] {
  const toId = vm.migration?.toHostId ?? ''
  const [from, to] = [state.hosts.get(vm.hostId ?? ''), state.hosts.get(toId)]
  if (from === undefined || to === undefined) return ['source or destination does not exist']
  const broken: string[] = []
  if (vm.placement !== 'migratable') broken.push(`its placement is ${vm.placement}`)
  if (vm.pinnedHostIds.length > 0 && !vm.pinnedHostIds.includes(toId)) broken.push('it may not run on that host')
  if (vm.origin.endsWith('hosted_engine')) broken.push('it is the engine’s own VM')
  if (rules.excludedVmIds.has(vm.id)) broken.push('it has the tag that excludes it')
  if (to.status !== 'up') broken.push(`the destination is ${to.status}`)
  if (to.clusterId !== vm.clusterId) broken.push('the destination is in another cluster')
  if (to.id === from.id) broken.push('it is there already')
  broken.push(...roomProblems(state, vm, toId))
  for (const group of state.affinityGroups.values()) broken.push(...groupProblems(state, vm, toId, group))
  const ours = [...state.vms.values()].filter(isOurs)
  if (ours.length > rules.total) broken.push(`${ours.length} of our migrations run at once`)
  for (const { id, name } of [from, to]) {
    const there = ours.filter(one => one.hostId === id || one.migration?.toHostId === id).length
    if (there > rules.perHost) broken.push(`${there} of our migrations run at ${name}`)
  }
  return broken
}

/** Correlation ids of the service begin so. */
export const isOurs = ({ migration }: SimVm): boolean => migration?.correlationId.startsWith('ovs-') === true

const vcpusOf = ({ topology: { sockets, cores, threads } }: SimVm): number => sockets * cores * threads

/** A VM on its way is counted at both ends, as its memory is there. */
const isAt = (vm: SimVm, hostId: string): boolean => vm.hostId === hostId || vm.migration?.toHostId === hostId

function roomProblems(state: SimState, vm: SimVm, toId: string): string[] {
  const to = state.hosts.get(toId)
  if (to === undefined) return []
  const there = [...state.vms.values()].filter(one => isAt(one, toId))
  const sum = (of: (one: SimVm) => number) => there.reduce((total, one) => total + of(one), 0)
  const promisedShare = (100 * sum(({ memoryBytes }) => memoryBytes)) / to.memoryBytes
  const usedShare = (100 * sum(({ load }) => load.guestBytes)) / to.memoryBytes
  const overCommit = state.clusters.get(to.clusterId)?.overCommitPercent ?? 100
  const threads = to.cpu.sockets * to.cpu.cores * to.cpu.threads
  return [
    ...(promisedShare > overCommit
      ? [`${Math.round(promisedShare)} % of memory promised, ${overCommit} % allowed`]
      : []),
    ...(usedShare > 100 ? [`${Math.round(usedShare)} % of memory in use`] : []),
    ...(vcpusOf(vm) > threads ? [`${vcpusOf(vm)} vCPUs on ${threads} CPUs`] : []),
  ]
}

/** Labels bind by the groups that name them, and by those alone, since cluster level 4.4. */
function groupProblems(state: SimState, vm: SimVm, toId: string, group: SimAffinityGroup): string[] {
  const labels = [...state.affinityLabels.values()]
  const vmIds = new Set([
    ...group.vmIds,
    ...labels.filter(({ id }) => group.vmLabelIds.includes(id)).flatMap(one => one.vmIds),
  ])
  const hostIds = new Set([
    ...group.hostIds,
    ...labels.filter(({ id }) => group.hostLabelIds.includes(id)).flatMap(one => one.hostIds),
  ])
  if (!vmIds.has(vm.id)) return []
  const { vmsRule, hostsRule, name } = group
  const broken: string[] = []
  if (hostsRule.enabled && hostsRule.enforcing && hostsRule.positive !== hostIds.has(toId))
    broken.push(`affinity group ${name}: the host is ${hostsRule.positive ? 'not one of its' : 'one to avoid'}`)
  if (!vmsRule.enabled || !vmsRule.enforcing) return broken
  const others = [...state.vms.values()].filter(
    one => one.id !== vm.id && vmIds.has(one.id) && one.hostId !== undefined,
  )
  const isAmong = others.some(one => isAt(one, toId))
  if (vmsRule.positive && others.length > 0 && !isAmong) broken.push(`affinity group ${name}: it leaves the others`)
  if (!vmsRule.positive && isAmong) broken.push(`affinity group ${name}: another one is there`)
  return broken
}
