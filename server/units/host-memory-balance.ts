import type { Vm } from '../../shared/model/vm.ts'
import { boolean, integer } from '../../shared/policy/parameter.ts'
import { type Reason, reason, type Skipped, skip } from '../../shared/policy/reason.ts'
import { type BalanceResult, defineUnit } from '../../shared/policy/unit.ts'
import { canTake, type Destination, findDestinations, type MeasuredHost, measureHosts } from './memory-destinations.ts'
import { movableVms } from './movable-vms.ts'
import { byName } from './order.ts'

/**
 * Frees memory on the host that lacks it most. The source is the host with the least free memory below the minimum. A
 * host with exactly the minimum lacks nothing and has nothing to give: it is neither source nor destination. Every
 * destination named keeps the minimum with the chosen VM on it. A minimum of 0 turns the unit off.
 */
export const hostMemoryBalance = defineUnit({
  id: 'host_memory_balance',
  description: 'Migrates a VM from the host with the least free memory when that is below a minimum',
  parameters: {
    minimum_host_memoryMB: integer({
      label: 'Minimum free memory',
      help: 'A host with less free physical memory than this gives a VM away. 0 turns balancing off.',
      unit: 'MiB',
      min: 0,
      max: 9_999_999,
      default: 500,
    }),
    safe_selection: boolean({
      label: 'Safe selection',
      help: 'On: moves the smallest VM. Off: the smallest VM that is larger than the missing memory, or else the largest that fits.',
      default: true,
    }),
  },

  balance({ hosts, vms }, { minimum_host_memoryMB: minimumMiB, safe_selection: safe }): BalanceResult {
    const { measured, unmeasured } = measureHosts(hosts)
    const [source, ...alsoShort] = measured
      .filter(({ freeMiB }) => freeMiB < minimumMiB)
      .toSorted((a, b) => a.freeMiB - b.freeMiB || byName(a.host, b.host))
    const others = measured.filter(({ freeMiB }) => freeMiB >= minimumMiB)
    if (source === undefined) {
      return {
        because: noHostBelow(others, minimumMiB),
        skippedHosts: [...unmeasured, ...others.map(found => skip(found.host, hasEnough(found, minimumMiB)))],
        skippedVms: [],
      }
    }

    const { destinations, unusable } = findDestinations(others, source.host, minimumMiB)
    const { movable, immovable } = movableVms(vms, source.host, destinations)
    const missing = { source, minimumMiB, missingMiB: minimumMiB - source.freeMiB }
    const outOfTheRace = [
      ...unmeasured,
      ...alsoShort.map(found => skip(found.host, lessShort(found, missing))),
      ...unusable,
    ]
    const chosen = chooseVm(movable, missing.missingMiB, safe)
    if (chosen === undefined) {
      return {
        because: nothingMovable(missing, destinations),
        skippedHosts: [...outOfTheRace, ...destinations.map(found => skip(found.host, notNeeded(found, missing)))],
        skippedVms: immovable,
      }
    }
    const targets = destinations.filter(destination => canTake(destination, chosen))
    const because = whyThisVm(chosen, missing, safe)
    const tooTight = destinations.filter(destination => !canTake(destination, chosen))
    return {
      move: {
        vmId: chosen.id,
        fromHostId: source.host.id,
        toHostIds: targets.map(({ host }) => host.id),
        because,
        limitBroken: true,
      },
      because,
      skippedHosts: [...outOfTheRace, ...tooTight.map(found => skip(found.host, cannotTake(found, chosen)))],
      skippedVms: [
        ...immovable,
        ...movable.filter(vm => vm !== chosen).map((vm): Skipped => skip(vm, notPreferred(vm, chosen, missing, safe))),
      ],
    }
  },
})

/** `movable` is sorted by memory, then name. Of several largest, the first by name. */
function chooseVm(movable: readonly Vm[], missingMiB: number, safe: boolean): Vm | undefined {
  if (safe) return movable[0]
  const largestMiB = movable.at(-1)?.memoryMiB
  return movable.find(vm => vm.memoryMiB > missingMiB) ?? movable.find(vm => vm.memoryMiB === largestMiB)
}

type Shortage = Readonly<{ source: MeasuredHost; minimumMiB: number; missingMiB: number }>

const shortageValues = ({ source, minimumMiB, missingMiB }: Shortage) => ({
  host: source.host.name,
  freeMiB: source.freeMiB,
  minimumMiB,
  missingMiB,
})

const shortage = ({ source, minimumMiB, missingMiB }: Shortage): string =>
  `${source.host.name} has ${source.freeMiB} MiB free, ${missingMiB} MiB less than the minimum of ${minimumMiB} MiB`

function noHostBelow(measured: readonly MeasuredHost[], minimumMiB: number): Reason {
  const hosts = measured.length
  const text =
    hosts === 0
      ? 'No host is up with a known amount of free memory.'
      : `None of ${hosts} hosts has less than the minimum of ${minimumMiB} MiB free.`
  return reason(hosts === 0 ? 'no-host-measured' : 'no-host-below-minimum', text, { hosts, minimumMiB })
}

const hasEnough = ({ host, freeMiB }: MeasuredHost, minimumMiB: number): Reason =>
  reason('enough-memory', `${host.name} has ${freeMiB} MiB free, not below the minimum of ${minimumMiB} MiB.`, {
    host: host.name,
    freeMiB,
    minimumMiB,
  })

const lessShort = ({ host, freeMiB }: MeasuredHost, { source, minimumMiB }: Shortage): Reason =>
  reason(
    'other-host-first',
    `${host.name} has ${freeMiB} MiB free, below the minimum of ${minimumMiB} MiB too, but ${source.host.name} has ${source.freeMiB} MiB and comes first.`,
    { host: host.name, freeMiB, minimumMiB, firstHost: source.host.name, firstFreeMiB: source.freeMiB },
  )

function nothingMovable(missing: Shortage, destinations: readonly Destination[]): Reason {
  const values = shortageValues(missing)
  if (destinations.length === 0) {
    return reason('no-destination', `${shortage(missing)}, but no other host has room above it.`, values)
  }
  return reason('no-movable-vm', `${shortage(missing)}, but none of its VMs may move and fits elsewhere.`, values)
}

const notNeeded = ({ host, roomMiB }: Destination, { source }: Shortage): Reason =>
  reason('nothing-to-take', `${host.name} could take ${roomMiB} MiB, but no VM of ${source.host.name} can go there.`, {
    host: host.name,
    roomMiB,
    fromHost: source.host.name,
  })

function whyThisVm(vm: Vm, missing: Shortage, safe: boolean): Reason {
  const [code, why] = safe
    ? ['smallest-vm', 'is its smallest VM that can move']
    : vm.memoryMiB > missing.missingMiB
      ? ['smallest-sufficient-vm', 'is its smallest VM that frees more than that']
      : ['largest-vm', 'is its largest VM that fits elsewhere, though it does not free enough']
  const text = `${shortage(missing)}. ${vm.name} with ${vm.memoryMiB} MiB ${why}.`
  return reason(code, text, { ...shortageValues(missing), vm: vm.name, memoryMiB: vm.memoryMiB })
}

function notPreferred(vm: Vm, chosen: Vm, { missingMiB }: Shortage, safe: boolean): Reason {
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

function cannotTake({ host, roomMiB }: Destination, vm: Vm): Reason {
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
