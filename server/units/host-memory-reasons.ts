/** What `host_memory_balance` says, with its numbers. Codes are stable: translations are found by them. */
import type { Vm } from '../../shared/model/vm.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'
import type { Destination, MeasuredHost } from './memory-destinations.ts'

/** The host that lacks memory most, and how much. */
export type Shortage = Readonly<{ source: MeasuredHost; minimumMiB: number; missingMiB: number }>

const shortageValues = ({ source, minimumMiB, missingMiB }: Shortage) => ({
  host: source.host.name,
  freeMiB: source.freeMiB,
  minimumMiB,
  missingMiB,
})

const shortage = ({ source, minimumMiB, missingMiB }: Shortage): string =>
  `${source.host.name} has ${source.freeMiB} MiB free, ${missingMiB} MiB less than the minimum of ${minimumMiB} MiB`

/** Why nothing moves: no host lacks memory. */
export function noHostBelow(measured: readonly MeasuredHost[], minimumMiB: number): Reason {
  const hosts = measured.length
  const text =
    hosts === 0
      ? 'No host is up with a known amount of free memory.'
      : `None of ${hosts} hosts has less than the minimum of ${minimumMiB} MiB free.`
  return reason(hosts === 0 ? 'no-host-measured' : 'no-host-below-minimum', text, { hosts, minimumMiB })
}

/** Why a host is no source, when there is none. */
export const hasEnough = ({ host, freeMiB }: MeasuredHost, minimumMiB: number): Reason =>
  reason('enough-memory', `${host.name} has ${freeMiB} MiB free, not below the minimum of ${minimumMiB} MiB.`, {
    host: host.name,
    freeMiB,
    minimumMiB,
  })

/** Why a host that lacks memory too is not the source. */
export const lessShort = ({ host, freeMiB }: MeasuredHost, { source, minimumMiB }: Shortage): Reason =>
  reason(
    'other-host-first',
    `${host.name} has ${freeMiB} MiB free, below the minimum of ${minimumMiB} MiB too, but ${source.host.name} has ${source.freeMiB} MiB and comes first.`,
    { host: host.name, freeMiB, minimumMiB, firstHost: source.host.name, firstFreeMiB: source.freeMiB },
  )

/** Why nothing moves though a host lacks memory. */
export function nothingMovable(missing: Shortage, destinations: readonly Destination[]): Reason {
  const values = shortageValues(missing)
  if (destinations.length === 0) {
    return reason('no-destination', `${shortage(missing)}, but no other host has room above it.`, values)
  }
  return reason('no-movable-vm', `${shortage(missing)}, but none of its VMs may move and fits elsewhere.`, values)
}

/** Why a host with room receives nothing, when nothing moves. */
export const notNeeded = ({ host, roomMiB }: Destination, { source }: Shortage): Reason =>
  reason('nothing-to-take', `${host.name} could take ${roomMiB} MiB, but no VM of ${source.host.name} can go there.`, {
    host: host.name,
    roomMiB,
    fromHost: source.host.name,
  })

/** Why something moves, and why this VM. */
export function whyThisVm(vm: Vm, missing: Shortage, safe: boolean): Reason {
  const [code, why] = safe
    ? ['smallest-vm', 'is its smallest VM that can move']
    : vm.memoryMiB > missing.missingMiB
      ? ['smallest-sufficient-vm', 'is its smallest VM that frees more than that']
      : ['largest-vm', 'is its largest VM that fits elsewhere, though it does not free enough']
  const text = `${shortage(missing)}. ${vm.name} with ${vm.memoryMiB} MiB ${why}.`
  return reason(code, text, { ...shortageValues(missing), vm: vm.name, memoryMiB: vm.memoryMiB })
}

/** Why a VM that could move is not the one. */
export function notPreferred(vm: Vm, chosen: Vm, { missingMiB }: Shortage, safe: boolean): Reason {
  const values = {
    vm: vm.name,
    memoryMiB: vm.memoryMiB,
    chosenVm: chosen.name,
    chosenMiB: chosen.memoryMiB,
    missingMiB,
  }
  const contrast = `${vm.name} has ${vm.memoryMiB} MiB; ${chosen.name} with ${chosen.memoryMiB} MiB`
  if (!safe && vm.memoryMiB <= missingMiB && chosen.memoryMiB > missingMiB) {
    return reason('frees-too-little', `${contrast} frees more than the missing ${missingMiB} MiB.`, values)
  }
  if (vm.memoryMiB === chosen.memoryMiB) return reason('same-size', `${contrast} comes first by name.`, values)
  const code = vm.memoryMiB > chosen.memoryMiB ? 'larger-than-chosen' : 'smaller-than-chosen'
  return reason(code, `${contrast} ${code === 'larger-than-chosen' ? 'is smaller' : 'frees more'}.`, values)
}

/** Why a host with room is no destination of the chosen VM. */
export function cannotTake({ host, roomMiB }: Destination, vm: Vm): Reason {
  const values = { host: host.name, roomMiB, vm: vm.name, memoryMiB: vm.memoryMiB }
  if (vm.memoryMiB > roomMiB) {
    return reason(
      'vm-does-not-fit',
      `${host.name} can take ${roomMiB} MiB, ${vm.name} has ${vm.memoryMiB} MiB.`,
      values,
    )
  }
  return reason('vm-restricted', `${vm.name} may not run on ${host.name}.`, values)
}
