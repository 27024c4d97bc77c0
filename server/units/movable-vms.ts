import type { Host } from '../../shared/model/host.ts'
import type { Vm } from '../../shared/model/vm.ts'
import { type Reason, reason, type Skipped, skip } from '../../shared/policy/reason.ts'
import { type Destination, mayRunOn } from './memory-destinations.ts'
import { mustStay } from './must-stay.ts'
import { byName } from './order.ts'

/** The VMs on `source` that may move and fit somewhere, smallest first, and why its others do not move. */
export function movableVms(
  vms: readonly Vm[],
  source: Host,
  destinations: readonly Destination[],
): { movable: Vm[]; immovable: Skipped[] } {
  const movable: Vm[] = []
  const immovable: Skipped[] = []
  for (const vm of vms.filter(({ hostId }) => hostId === source.id).toSorted(byName)) {
    const why = mustStay(vm) ?? fitsNowhere(vm, destinations)
    if (why === undefined) movable.push(vm)
    else immovable.push(skip(vm, why))
  }
  return { movable: movable.toSorted((a, b) => a.memoryMiB - b.memoryMiB || byName(a, b)), immovable }
}

function fitsNowhere(vm: Vm, destinations: readonly Destination[]): Reason | undefined {
  const { name, memoryMiB } = vm
  const values = { vm: name, memoryMiB }
  if (!(memoryMiB > 0)) return reason('vm-memory-unknown', `The engine gave no memory size for ${name}.`, values)
  if (destinations.length === 0) {
    return reason('no-destination', `No host has room above its minimum for the ${memoryMiB} MiB of ${name}.`, values)
  }
  const best = destinations.find(({ host }) => mayRunOn(vm, host))
  if (best === undefined) {
    return reason('restricted-to-hosts', `${name} may only run on certain hosts, and none of them has room.`, values)
  }
  const { host, roomMiB } = best
  if (memoryMiB <= roomMiB) return undefined
  const text = `${name} has ${memoryMiB} MiB; the roomiest host for it, ${host.name}, can take ${roomMiB} MiB.`
  return reason('too-large', text, { ...values, host: host.name, roomMiB })
}
