import type { HostFacts } from '../scheduling/facts/host-facts.ts'
import { hostOf, type Situation } from '../scheduling/facts/situation.ts'
import { isExclusive, type VmFacts } from '../scheduling/facts/vm-facts.ts'
import { usesHugePages } from '../scheduling/facts/vm-memory.ts'
import { cpuOverloadedFilter } from '../scheduling/filters/cpu-overloaded.ts'
import { memoryFilter } from '../scheduling/filters/memory.ts'
import { migrationFilter } from '../scheduling/filters/migration.ts'
import { vmAffinityFilter } from '../scheduling/filters/vm-affinity.ts'
import { hostsLeft } from '../scheduling/pipeline/find-host-for.ts'
import type { OnUnknown } from '../scheduling/pipeline/judge-hosts.ts'
import type { FilterUnit } from '../scheduling/unit.ts'

/** Whose answers change as VMs move. The search has them as numbers and lists, and the check of a plan asks them at each step. */
const changing = new Set([memoryFilter, cpuOverloadedFilter, migrationFilter, vmAffinityFilter].map(({ id }) => id))

export type KindsOptions = Readonly<{
  situation: Situation
  filters: readonly FilterUnit[]
  /** Filters that know VMs by name, so that two may differ in nothing else. */
  byName: readonly FilterUnit[]
  onUnknown: OnUnknown
  /** In the order of the planner's hosts. */
  hostIds: readonly string[]
  /** VMs that may not move at all. */
  fixed: ReadonlySet<string>
  /** VM id → the only hosts it may go to, where something beside the filters says so. */
  only: ReadonlyMap<string, ReadonlySet<string>>
}>

export type Kinds = Readonly<{ kind: Int32Array; mayRun: Uint8Array }>

/** VMs for which the same rules leave the same hosts, as kinds. Asked once for VMs that no such rule can tell apart. */
export function kindsOf(vms: readonly VmFacts[], options: KindsOptions): Kinds {
  const { situation, filters, byName, onUnknown, hostIds, fixed, only } = options
  const lasting = filters.filter(({ id }) => !changing.has(id))
  const hosts = situation.hosts.filter(({ id }) => hostIds.includes(id))
  const groupsOf = membership(situation)
  const rows = new Map<string, string>()
  const idsLeft = (vm: VmFacts, asked: readonly FilterUnit[]): ReadonlySet<string> =>
    new Set(hostsLeft(vm, hosts, asked, { situation, onUnknown }).map(({ id }) => id))
  const within = (row: string, ids: ReadonlySet<string>): string =>
    hostIds.map((id, at) => (ids.has(id) ? row.charAt(at) : '0')).join('')
  const rowOf = (vm: VmFacts): string => {
    if (fixed.has(vm.id)) return '0'.repeat(hostIds.length)
    const source = vm.hostId === undefined ? undefined : hostOf(situation, vm.hostId)
    const signature = signatureOf(vm, source, groupsOf.get(vm.id) ?? [])
    let row = rows.get(signature)
    if (row === undefined) {
      row = within('1'.repeat(hostIds.length), idsLeft(vm, lasting))
      rows.set(signature, row)
    }
    const allowed = only.get(vm.id)
    if (allowed !== undefined) row = within(row, allowed)
    return byName.length === 0 ? row : within(row, idsLeft(vm, byName))
  }
  const numbers = new Map<string, number>()
  const kind = Int32Array.from(vms, vm => {
    const row = rowOf(vm)
    const number = numbers.get(row) ?? numbers.size
    numbers.set(row, number)
    return number
  })
  return { kind, mayRun: Uint8Array.from([...numbers.keys()].join(''), Number) }
}

function membership({ affinityGroups = [] }: Situation): ReadonlyMap<string, readonly string[]> {
  const byVm = new Map<string, string[]>()
  for (const { id, vmIds, hostRule } of affinityGroups) {
    if (!hostRule.enabled) continue
    for (const vmId of vmIds) byVm.set(vmId, [...(byVm.get(vmId) ?? []), id])
  }
  return byVm
}

/** What lasting filters look at: all facts but who it is and, unless it has CPUs or memory pages to itself, how large and where. */
function signatureOf(vm: VmFacts, source: HostFacts | undefined, groupIds: readonly string[]): string {
  const { id, name, hostId, memoryMiB, guaranteedMiB, usageCpuPercent, usageMemoryPercent, ...rest } = vm
  const hasOwnCpus = isExclusive(vm.pinning) || vm.cpuPins !== undefined
  const isBound = hasOwnCpus || usesHugePages(vm) || (vm.numaNodes ?? []).length > 0
  const own = (_: string, value: unknown) =>
    value instanceof Set || value instanceof Map ? [...(value as Iterable<unknown>)] : value
  return JSON.stringify([rest, source?.os, source?.tsc, groupIds, isBound ? [id, hostId] : []], own)
}
