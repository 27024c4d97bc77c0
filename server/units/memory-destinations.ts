import type { Host } from '../../shared/model/host.ts'
import type { Vm } from '../../shared/model/vm.ts'
import { type Reason, reason, type Skipped, skip } from '../../shared/policy/reason.ts'
import { byName } from './order.ts'

/** A host that can be judged by its free memory. */
export type MeasuredHost = Readonly<{ host: Host; freeMiB: number }>

/** A host with room, and the largest VM it can take, in MiB. */
export type Destination = Readonly<{ host: Host; roomMiB: number }>

/** Parts the hosts whose free memory is known and credible from the others, each of those with its reason. */
export function measureHosts(hosts: readonly Host[]): { measured: MeasuredHost[]; unmeasured: Skipped[] } {
  const measured: MeasuredHost[] = []
  const unmeasured: Skipped[] = []
  for (const host of hosts.toSorted(byName)) {
    const freeMiB = host.statistics.memoryFreeMiB
    const why = notMeasurable(host, freeMiB)
    if (why !== undefined) unmeasured.push(skip(host, why))
    else if (freeMiB !== undefined) measured.push({ host, freeMiB })
  }
  return { measured, unmeasured }
}

function notMeasurable({ name, status }: Host, freeMiB: number | undefined): Reason | undefined {
  const values = { host: name }
  if (status !== 'up') {
    return reason('host-not-up', `${name} is ${status ?? 'in an unknown state'}, not up.`, {
      ...values,
      status: status ?? 'unknown',
    })
  }
  if (freeMiB === undefined || !Number.isFinite(freeMiB)) {
    return reason('free-memory-unknown', `The engine gave no free memory for ${name}.`, values)
  }
  if (freeMiB > 0) return undefined
  return reason(
    'free-memory-not-positive',
    `The engine reports ${freeMiB} MiB free on ${name}, which is no credible figure.`,
    {
      ...values,
      freeMiB,
    },
  )
}

/**
 * Where VMs of `source` could go, roomiest first, and why the other hosts are out. Room is what keeps both promises:
 * free memory stays at or above the minimum, and the engine's bookkeeping of promised memory is not exceeded.
 */
export function findDestinations(
  hosts: readonly MeasuredHost[],
  source: Host,
  minimumMiB: number,
): { destinations: Destination[]; unusable: Skipped[] } {
  const destinations: Destination[] = []
  const unusable: Skipped[] = []
  for (const { host, freeMiB } of hosts) {
    const roomMiB = Math.min(freeMiB - minimumMiB, host.maxSchedulingMiB ?? Number.NaN)
    const why = notUsable({ host, freeMiB }, roomMiB, source, minimumMiB)
    if (why === undefined) destinations.push({ host, roomMiB })
    else unusable.push(skip(host, why))
  }
  return { destinations: destinations.toSorted((a, b) => b.roomMiB - a.roomMiB || byName(a.host, b.host)), unusable }
}

function notUsable(
  { host, freeMiB }: MeasuredHost,
  roomMiB: number,
  source: Host,
  minimumMiB: number,
): Reason | undefined {
  const { name } = host
  const values = { host: name, freeMiB, minimumMiB }
  if (host.clusterId !== source.clusterId) {
    return reason('other-cluster', `${name} is in another cluster than ${source.name}.`, values)
  }
  if (freeMiB === minimumMiB) {
    return reason('at-minimum', `${name} has exactly the minimum of ${minimumMiB} MiB free and none to give.`, values)
  }
  if (Number.isNaN(roomMiB)) {
    const text = `${name} has ${freeMiB} MiB free, but the engine did not say how much it would still schedule there.`
    return reason('scheduling-memory-unknown', text, values)
  }
  if (roomMiB > 0) return undefined
  const text = `${name} has ${freeMiB} MiB free, but the engine would schedule no more memory there.`
  return reason('no-scheduling-memory', text, { ...values, roomMiB })
}

/** A VM with a list of hosts runs on those only. */
export const mayRunOn = (vm: Vm, host: Host): boolean =>
  vm.pinnedHostIds.length === 0 || vm.pinnedHostIds.includes(host.id)

export const canTake = ({ host, roomMiB }: Destination, vm: Vm): boolean =>
  vm.memoryMiB <= roomMiB && mayRunOn(vm, host)
