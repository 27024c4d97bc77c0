import type { Vm } from '../../shared/model/vm.ts'
import { boolean, integer } from '../../shared/policy/parameter.ts'
import { skip } from '../../shared/policy/reason.ts'
import { type BalanceResult, defineUnit } from '../../shared/policy/unit.ts'
import {
  cannotTake,
  hasEnough,
  lessShort,
  noHostBelow,
  nothingMovable,
  notNeeded,
  notPreferred,
  type Shortage,
  whyThisVm,
} from './host-memory-reasons.ts'
import { canTake, findDestinations, measureHosts } from './memory-destinations.ts'
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
      help: 'A host with less free physical memory than this gives a VM away. 0 turns balancing off. The engine reports memory in steps of 1 % of a host’s, so choose more than that.',
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
    const missing: Shortage = { source, minimumMiB, missingMiB: minimumMiB - source.freeMiB }
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
        ...movable.filter(vm => vm !== chosen).map(vm => skip(vm, notPreferred(vm, chosen, missing, safe))),
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
