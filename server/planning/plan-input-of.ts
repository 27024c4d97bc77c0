import { type Reason, type Skipped, skip } from '../../shared/policy/reason.ts'
import { type BusyVm, cpuPointsOf, logicalCpus, type MigrationCost } from '../planner/migration-cost.ts'
import type { PlanHost, PlanInput, PlanVm } from '../planner/objective/plan-input.ts'
import type { HostFacts } from '../scheduling/facts/host-facts.ts'
import type { Situation } from '../scheduling/facts/situation.ts'
import { type VmFacts, vcpusOf } from '../scheduling/facts/vm-facts.ts'
import { totalRequiredNoHugeMiB } from '../scheduling/facts/vm-memory.ts'
import { residentShare } from '../scheduling/facts/with-moves.ts'
import type { OnUnknown } from '../scheduling/pipeline/judge-hosts.ts'
import { canMigrate, type MigrationCause } from '../scheduling/rules/can-migrate.ts'
import type { FilterUnit } from '../scheduling/unit.ts'
import { kindsOf } from './kinds-of.ts'
import { type Leaver, leaversOf } from './leavers-of.ts'

export type InputOptions = Readonly<{
  situation: Situation
  filters: readonly FilterUnit[]
  /** Filters that know VMs by name, as what the engine has refused. */
  byName: readonly FilterUnit[]
  onUnknown: OnUnknown
  /** Who wants the moves: the service by itself, or a person. */
  cause: MigrationCause
  costOf: (vm: BusyVm) => MigrationCost
  limits: PlanInput['limits']
  /** VMs that are left alone, and why. */
  excluded: ReadonlyMap<string, Reason>
  /** VM id → hosts that were found not to take it. */
  banned: ReadonlyMap<string, ReadonlySet<string>>
}>

export type ClusterInput = Readonly<{
  input: PlanInput
  /** VMs that stay whatever else would be better, and why. */
  fixed: readonly Skipped[]
  leavers: ReadonlyMap<string, Leaver>
}>

/** One cluster as the planner needs it. Hosts that are not up, and what runs there, are not part of it. */
export function planInputOf(options: InputOptions): ClusterInput {
  const { situation, cause, excluded, banned, costOf, limits } = options
  const up = situation.hosts.filter(({ status }) => status === 'up')
  const hostAt = new Map(up.map(({ id }, at) => [id, at]))
  const facts = situation.vms.filter(({ hostId, status }) => hostAt.has(hostId ?? '') && status !== 'down')
  const vcpusOn = new Map<string, number>()
  for (const vm of facts) vcpusOn.set(vm.hostId ?? '', (vcpusOn.get(vm.hostId ?? '') ?? 0) + vcpusOf(vm))
  const shares = new Map(up.map(host => [host.id, residentShare(host, situation)]))
  const together = heldTogether(situation)
  const leavers = leaversOf(situation, id => excluded.has(id))
  const fixed = facts.flatMap(vm => {
    const why = excluded.get(vm.id) ?? immovable(vm, cause) ?? (leavers.has(vm.id) ? undefined : together.get(vm.id))
    return why === undefined ? [] : [skip(vm, why)]
  })
  const fixedIds = new Set(fixed.map(({ id }) => id))
  const hostIds = up.map(({ id }) => id)
  const only = new Map<string, ReadonlySet<string>>()
  for (const { id, toHostIds } of leavers.values()) if (toHostIds !== undefined) only.set(id, toHostIds)
  for (const [vmId, hosts] of banned) {
    only.set(vmId, (only.get(vmId) ?? new Set(hostIds)).difference(hosts))
  }
  const vms = facts.map((vm): PlanVm => {
    const host = up[hostAt.get(vm.hostId ?? '') as number] as HostFacts
    const cpuPoints = cpuPointsOf(vcpusOf(vm), vcpusOn.get(host.id) ?? 1, { ...host, cpuPercent: host.usagePercent })
    return {
      id: vm.id,
      name: vm.name,
      host: hostAt.get(host.id) as number,
      memoryMiB: vm.memoryMiB,
      residentMiB: vm.memoryMiB * (shares.get(host.id) ?? 1),
      bookedMiB: totalRequiredNoHugeMiB(vm, situation.cluster),
      vcpus: vcpusOf(vm),
      cpuPoints,
      seconds: costOf({ memoryMiB: vm.memoryMiB, vcpus: vcpusOf(vm), cpuPoints }).seconds,
      shouldLeave: leavers.has(vm.id) && !fixedIds.has(vm.id),
    }
  })
  const kinds = kindsOf(facts, { ...options, hostIds, fixed: fixedIds, only })
  const input = { hosts: up.map(toPlanHost), vms, apart: apartLists(situation, vms), ...kinds, limits }
  return { input, fixed, leavers }
}

/** A host that was not measured counts as full: nothing is brought to it. */
const toPlanHost = (host: HostFacts): PlanHost => ({
  id: host.id,
  name: host.name,
  memoryMiB: host.physicalMiB,
  memoryUsedMiB: host.physicalMiB - (host.freeMiB ?? 0),
  schedulableMiB: host.maxSchedulingMiB ?? Number.POSITIVE_INFINITY,
  threads: logicalCpus(host),
  cpuPercent: host.usagePercent ?? 100,
})

function immovable(vm: VmFacts, cause: MigrationCause): Reason | undefined {
  const verdict = canMigrate(vm, cause)
  if (verdict.kind === 'may') return undefined
  if (verdict.kind === 'may-not') return verdict.reason
  return {
    code: 'missing-fact',
    text: `Whether ${vm.name} may move cannot be told without ${verdict.field}.`,
    values: { vm: vm.name, field: verdict.field },
  }
}

/** VM id → why it stays: a binding rule keeps it with others, which the engine does not move as one. */
function heldTogether({ affinityGroups = [], vms }: Situation): ReadonlyMap<string, Reason> {
  const held = new Map<string, Reason>()
  const running = new Set(vms.filter(({ hostId }) => hostId !== undefined).map(({ id }) => id))
  for (const { name, vmIds, vmRule } of affinityGroups) {
    const members = [...vmIds].filter(id => running.has(id))
    if (!vmRule.enabled || !vmRule.enforcing || !vmRule.positive || members.length < 2) continue
    const text = `The rule ${name} keeps it with ${members.length - 1} other VM(s); one of them alone may not leave.`
    for (const id of members) held.set(id, { code: 'held-together', text, values: { group: name } })
  }
  return held
}

function apartLists({ affinityGroups = [] }: Situation, vms: readonly PlanVm[]): readonly (readonly number[])[] {
  const at = new Map(vms.map(({ id }, place) => [id, place]))
  return affinityGroups
    .filter(({ vmRule }) => vmRule.enabled && vmRule.enforcing && !vmRule.positive)
    .map(({ vmIds }) => [...vmIds].flatMap(id => at.get(id) ?? []))
    .filter(list => list.length > 1)
}
