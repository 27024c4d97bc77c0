import { reason } from '../../../shared/policy/reason.ts'
import {
  allocateExclusively,
  exclusiveMisfit,
  isTaken,
  missingForExclusive,
  pinned,
  withPendingPinned,
} from '../facts/exclusive-allocation.ts'
import type { CpuThread, HostFacts } from '../facts/host-facts.ts'
import { isExclusive, type VmFacts } from '../facts/vm-facts.ts'
import { dropped, eachHost, type FilterUnit, type HostVerdict, kept, keptBecause, unknown } from '../unit.ts'

/** Keeps hosts where the CPUs that the group is pinned to are online and nobody's own. Source: rules §6.2. */
export const cpuPinningFilter: FilterUnit = {
  kind: 'filter',
  id: '6d636bf6-a35c-4f9d-b68d-0731f731cddc',
  name: 'CpuPinning',
  properties: [],
  filter: eachHost((group, host, situation) => {
    if (group.every(({ pinning }) => pinning === 'none')) return kept
    // A VM that is resized gets its CPUs when it starts, so it may well have none yet.
    if (group.some(({ pinning, cpuPins }) => pinning === 'manual' && cpuPins === undefined)) {
      return unknown('vm.cpuPins')
    }
    const nowhere = group.filter(hasManualPins).find(vm => pinsOf(vm).some(cpus => cpus.length === 0))
    if (nowhere) return dropped(reason('pinned-to-no-cpu', `A vCPU of ${nowhere.name} is pinned to no CPU at all.`))
    const missing = missingForExclusive(host, situation, group)
    if (missing !== undefined) return unknown(missing)
    const exclusive = group.filter(({ pinning }) => isExclusive(pinning))
    const topology = preview(group, host, withPendingPinned(host, situation))
    if (topology === undefined) return dropped(exclusiveMisfit(host, situation, group))
    // Those of the group are among them by now.
    if (group.some(({ pinning }) => pinning === 'resize_and_pin_numa') && topology.some(isTaken)) {
      const text = 'A VM that is resized to the whole host cannot share it with VMs that have CPUs to themselves.'
      return dropped(reason('resize-beside-exclusive', text, { taken: topology.filter(isTaken).length }))
    }
    const wanted = manualCpus(group)
    if (wanted.size > 0) return available(wanted, host, topology)
    if (exclusive.length === 0) return kept
    const text = `Its CPUs can be laid out for ${exclusive.length} VMs that want CPUs to themselves.`
    return keptBecause(reason('exclusive-cpus-fit', text, { exclusiveVms: exclusive.length }))
  }),
}

const hasManualPins = ({ pinning, cpuPins }: VmFacts): boolean => !isExclusive(pinning) && (cpuPins?.size ?? 0) > 0

/** By vCPU. */
const pinsOf = ({ cpuPins }: VmFacts): (readonly number[])[] => [...(cpuPins?.values() ?? [])]

const cpusOf = (vm: VmFacts): ReadonlySet<number> => new Set(pinsOf(vm).flat())

const manualCpus = (group: readonly VmFacts[]): ReadonlySet<number> =>
  new Set(group.filter(hasManualPins).flatMap(pinsOf).flat())

/** The host's CPUs with the group on them; undefined: it does not fit. */
function preview(
  group: readonly VmFacts[],
  { numaNodes }: HostFacts,
  pending: readonly CpuThread[] | undefined,
): readonly CpuThread[] | undefined {
  if (pending === undefined) return undefined
  const manual = group.filter(hasManualPins).reduce((cpus, vm) => pinned(cpus, vm, cpusOf(vm)), pending)
  if (!group.some(({ pinning }) => isExclusive(pinning))) return manual
  // The engine's quirk: beside an exclusive VM every one of the group must be given CPUs, so one without any pins
  // keeps the whole group off all hosts.
  if (group.some(vm => !isExclusive(vm.pinning) && !hasManualPins(vm))) return undefined
  const online = new Set(manual.map(({ id }) => id))
  return manualCpus(group).isSubsetOf(online) ? allocateExclusively(manual, group, numaNodes)?.topology : undefined
}

function available(
  wanted: ReadonlySet<number>,
  { onlineCpuIds }: HostFacts,
  topology: readonly CpuThread[],
): HostVerdict {
  if (onlineCpuIds === undefined) return unknown('host.onlineCpuIds')
  const taken = new Set(topology.filter(isTaken).map(({ id }) => id))
  const missing = [...wanted.difference(new Set(onlineCpuIds).difference(taken))].sort((a, b) => a - b)
  const values = { wanted: wanted.size, missing: missing.join(', ') }
  return missing.length === 0
    ? keptBecause(
        reason('pinned-cpus-available', `All ${wanted.size} CPUs that are pinned to are online and free.`, values),
      )
    : dropped(reason('pinned-cpus-missing', `CPUs ${values.missing} are offline, absent or another VM's own.`, values))
}
