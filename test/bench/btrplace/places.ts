import type { Constraint, Instance } from './read-instance.ts'

/** Places in the planner's arrays of an instance's nodes and VMs. */
export type Places = Readonly<{
  vmIds: readonly number[]
  nodeIds: readonly number[]
  vmsOf: (ids: readonly number[]) => number[]
  hostsOf: (ids: readonly number[]) => number[]
  /** VM → host; `nowhere` is the one after all nodes. */
  initial: Int32Array
  nowhere: number
  /** With `nowhere`, if there is a VM that does not run. */
  hosts: number
  /** Those that do not run and shall. */
  starts: ReadonlySet<number>
}>

export function placesOf(instance: Instance): Places {
  const { running, sleeping, ready, onlineNodes, offlineNodes } = instance
  const byNumber = (a: number, b: number) => a - b
  const nodeIds = [...onlineNodes, ...offlineNodes].toSorted(byNumber)
  const vmIds = [...running.keys(), ...sleeping.keys(), ...ready].toSorted(byNumber)
  const vmsOf = lookUp('VM', vmIds)
  const hostsOf = lookUp('node', nodeIds)
  const nowhere = nodeIds.length
  const initial = new Int32Array(vmIds.length).fill(nowhere)
  for (const [vm, node] of running) initial[vmsOf([vm])[0] as number] = hostsOf([node])[0] as number
  const asked = vmsOf(constraintsOf(instance, 'running').map(({ vm }) => vm))
  return {
    vmIds,
    nodeIds,
    vmsOf,
    hostsOf,
    initial,
    nowhere,
    hosts: nowhere + Number(initial.includes(nowhere)),
    starts: new Set(asked.filter(vm => initial[vm] === nowhere)),
  }
}

export const constraintsOf = <I extends Constraint['id']>({ constraints }: Instance, id: I) =>
  constraints.filter((one): one is Extract<Constraint, { id: I }> => one.id === id)

function lookUp(what: string, ids: readonly number[]): (wanted: readonly number[]) => number[] {
  const placeOf = new Map(ids.map((id, place) => [id, place]))
  return wanted =>
    wanted.map(id => {
      const place = placeOf.get(id)
      if (place === undefined) throw new Error(`a constraint names ${what} ${id}, which is not in the model`)
      return place
    })
}
