import { reason } from '../../../shared/policy/reason.ts'
import {
  allocateExclusively,
  byCore,
  exclusiveMisfit,
  isTaken,
  missingForExclusive,
  withPendingPinned,
} from '../facts/exclusive-allocation.ts'
import { effectiveCores } from '../facts/host-load.ts'
import { pendingOn, type Situation, vmsOn } from '../facts/situation.ts'
import { isExclusive, isRunning, type VmFacts } from '../facts/vm-facts.ts'
import { dropped, eachHost, type FilterUnit, keptBecause, unknown } from '../unit.ts'

/**
 * Keeps hosts with enough CPUs left beside those that VMs have to themselves. Only the largest single VM must fit: the
 * engine shares CPUs among any number of VMs. Source: rules §6.2.
 */
export const cpuFilter: FilterUnit = {
  kind: 'filter',
  id: '6d636bf6-a35c-4f9d-b68d-0731f720cddc',
  name: 'CPU',
  properties: [],
  filter: eachHost((group, host, situation) => {
    const { threadsAsCores } = situation.cluster
    const missing = missingForExclusive(host, situation, group)
    if (missing !== undefined) return unknown(missing)
    const beside = withPendingPinned(host, situation)
    const topology = beside && allocateExclusively(beside, group, host.numaNodes)?.topology
    if (topology === undefined) return dropped(exclusiveMisfit(host, situation, group))
    if (threadsAsCores && host.threads === undefined) return unknown('host.threads')
    if (!threadsAsCores && host.cores === undefined) return unknown('host.cores')
    const cpus = effectiveCores(host, threadsAsCores)
    const exclusive = threadsAsCores
      ? topology.filter(isTaken).length
      : byCore(topology).filter(core => core.every(isTaken)).length
    const largest = largestShared(group, host.id, situation)
    const text = `Of ${cpus} CPUs ${exclusive} are set aside for single VMs; the largest other VM has ${largest} cores.`
    const values = { cpus, exclusive, largest }
    return cpus - exclusive - largest >= 0
      ? keptBecause(reason('cpus-enough', text, values))
      : dropped(reason('cpus-too-few', text, values))
  }),
}

/** Cores, not threads, of the largest VM that shares CPUs; at least 1, for the host itself. */
function largestShared(group: readonly VmFacts[], hostId: string, situation: Situation): number {
  const there = vmsOn(situation, hostId).filter(isRunning)
  const cores = [...group, ...pendingOn(situation, hostId), ...there]
    .filter(({ pinning }) => !isExclusive(pinning))
    .map(({ sockets, coresPerSocket }) => sockets * coresPerSocket)
  return Math.max(1, ...cores)
}
