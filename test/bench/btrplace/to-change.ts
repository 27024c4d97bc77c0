import type { PlacementChange } from '../../../server/planner/plan/placement-plan.ts'
import type { PlacementProblem } from '../../../server/planner/search/placement-problem.ts'
import { withoutGroups } from '../../../server/planner/search/without-groups.ts'
import { constraintsOf, type Places, placesOf } from './places.ts'
import type { Instance } from './read-instance.ts'
import { refuseOtherActions } from './refuse-other-actions.ts'
import { whereMayRun } from './where-may-run.ts'

/** What is to be planned: a change whose target is not known yet, and what its numbers stand for. */
export type Question = Readonly<{
  change: Omit<PlacementChange, 'target'>
  /** VM → 1: its target cannot be its first host: it has to start, or may not stay there. */
  mustLeave: Uint8Array
  /** VM → its number in the instance, host → that of the node; the host of VMs that do not run has none. */
  vmIds: readonly number[]
  nodeIds: readonly number[]
  resourceNames: readonly string[]
}>

/** What a VM that must leave gains by it: more than all moves together cost. */
const GAIN_OF_LEAVING = 1e6

/** Spread becomes `apart`; what says where VMs may run becomes their kind; preserve is what they need in the end. */
export function toChange(instance: Instance): Question {
  refuseOtherActions(instance)
  const places = placesOf(instance)
  const { vmIds, nodeIds, vmsOf, initial, nowhere, hosts, starts } = places
  const resources = instance.resources.length
  const before = usedAtFirst(instance, vmIds)
  const need = neededInTheEnd(instance, before, places)
  const capacity = capacityOf(instance, places)
  const { kind, mayRun } = whereMayRun(instance, places, { need, capacity, resources })
  const mustLeave = Uint8Array.from(initial, (host, vm) =>
    Number(host === nowhere ? starts.has(vm) : mayRun[(kind[vm] as number) * hosts + host] === 0),
  )
  const runs = (vm: number) => initial[vm] !== nowhere || starts.has(vm)
  const seconds = (vm: number): number => {
    const asked = instance.attributes.get(vmIds[vm] as number)?.[initial[vm] === nowhere ? 'boot' : 'migrate']
    return typeof asked === 'number' ? asked : 1
  }
  const problem: PlacementProblem = {
    ...withoutGroups(vmIds.length, hosts),
    vms: vmIds.length,
    hosts,
    resources,
    // Nothing costs but moves.
    loadWeight: new Float64Array(resources),
    isTransient: new Uint8Array(resources),
    initial,
    need,
    capacity,
    safety: capacity,
    apart: constraintsOf(instance, 'spread').map(({ vms }) => vmsOf(vms).filter(runs)),
    kind,
    mayRun,
    moveCost: Float64Array.from(initial, (_, vm) => (mustLeave[vm] === 1 ? -GAIN_OF_LEAVING : seconds(vm))),
  }
  return {
    change: {
      problem,
      ...(need.some((most, at) => most !== before[at]) && { needBefore: before }),
      ...(hosts > nowhere && { nowhere }),
      seconds,
      limits: { total: Number.POSITIVE_INFINITY, perHost: Number.POSITIVE_INFINITY },
    },
    mustLeave,
    vmIds,
    nodeIds,
    resourceNames: instance.resources.map(({ name }) => name),
  }
}

const usedAtFirst = ({ resources }: Instance, vmIds: readonly number[]) =>
  Float64Array.from(vmIds.flatMap(vm => resources.map(({ use, defaultUse }) => use.get(vm) ?? defaultUse)))

function neededInTheEnd(instance: Instance, before: Float64Array, { vmsOf }: Places): Float64Array {
  const need = Float64Array.from(before)
  for (const { vm, rc, amount } of constraintsOf(instance, 'preserve')) {
    const r = instance.resources.findIndex(({ name }) => name === rc)
    if (r < 0) throw new Error(`preserve of VM ${vm}: there is no resource ${rc}`)
    const at = (vmsOf([vm])[0] as number) * instance.resources.length + r
    need[at] = Math.max(need[at] as number, amount)
  }
  return need
}

/** Without limit for those that do not run. */
const capacityOf = ({ resources }: Instance, { nodeIds, hosts }: Places) =>
  Float64Array.from({ length: hosts * resources.length }, (_, at) => {
    const node = nodeIds[Math.floor(at / resources.length)]
    const resource = resources[at % resources.length]
    if (node === undefined) return Number.POSITIVE_INFINITY
    return resource?.capacity.get(node) ?? resource?.defaultCapacity ?? 0
  })
