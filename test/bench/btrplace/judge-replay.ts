import type { Action } from './plan-actions.ts'
import type { Instance } from './read-instance.ts'

/** An instance while actions are under way. */
export type Replay = Readonly<{
  /** The nodes on which a VM counts: none, one, or two while it migrates. */
  nodesOf(vm: number): readonly number[]
  vmsOn(node: number): readonly number[]
  /** What a VM has of a resource. */
  has(vm: number, resource: string): number
  usedOn(node: number): readonly Readonly<{ name: string; used: number; capacity: number }>[]
  begin(action: Action): void
  end(action: Action): void
}>

export function createReplay(instance: Instance, report: (problem: string) => void): Replay {
  const { running, sleeping, ready, resources, onlineNodes } = instance
  const online = new Set(onlineNodes)
  const waiting = new Set(ready)
  /** VM → node → what it takes there, resource by resource. */
  const on = new Map<number, Map<number, number[]>>()
  const vmsOn = new Map(onlineNodes.map(node => [node, new Set<number>()]))
  const firstUse = (vm: number) => resources.map(({ use, defaultUse }) => use.get(vm) ?? defaultUse)
  const hasNow = new Map([...running.keys(), ...sleeping.keys(), ...ready].map(vm => [vm, firstUse(vm)]))
  const busy = new Set<number>()
  for (const [vm, node] of running) {
    on.set(vm, new Map([[node, firstUse(vm)]]))
    vmsOn.get(node)?.add(vm)
  }

  function checkStart({ kind, vm, from, to, startsAtS, endsAtS, allocates }: Action): void {
    const what = `${kind} of VM ${vm} to node ${to} at ${startsAtS} s`
    const nodes = [...(on.get(vm)?.keys() ?? [])]
    if (!online.has(to)) report(`${what}: the node is not online`)
    if (!(startsAtS >= 0)) report(`${what}: that is before the beginning`)
    if (busy.has(vm)) report(`${what}: another action of the VM is not over`)
    if (kind === 'boot' && !(waiting.has(vm) && nodes.length === 0 && from === undefined))
      report(`${what}: it is not ready`)
    if (kind !== 'boot' && nodes[0] !== from) report(`${what}: it is not on node ${from}`)
    if (kind !== 'boot' && (kind === 'migrate') === (from === to)) report(`${what}: it is there already, or elsewhere`)
    const tookS = endsAtS - startsAtS
    // Giving more to a VM where it is takes no time here; what counts is when it may.
    const wantedS = kind === 'allocate' ? 0 : durationOf(instance, kind, vm)
    if (Math.abs(tookS - wantedS) > 1e-6) report(`${what}: it takes ${tookS} s instead of ${wantedS} s`)
    for (const [r, { name }] of resources.entries()) {
      if ((allocates.get(name) ?? 0) < (firstUse(vm)[r] as number)) report(`${what}: it has less ${name} than it uses`)
    }
  }

  return {
    nodesOf: vm => [...(on.get(vm)?.keys() ?? [])],
    vmsOn: node => [...(vmsOn.get(node) ?? [])],
    has: (vm, resource) => hasNow.get(vm)?.[resources.findIndex(({ name }) => name === resource)] ?? 0,
    usedOn: node =>
      resources.map(({ name, capacity, defaultCapacity }, r) => ({
        name,
        used: [...(vmsOn.get(node) ?? [])].reduce((sum, vm) => sum + (on.get(vm)?.get(node)?.[r] ?? 0), 0),
        capacity: capacity.get(node) ?? defaultCapacity,
      })),
    begin(action) {
      checkStart(action)
      const { vm, to, allocates } = action
      const takes = resources.map(({ name }) => allocates.get(name) ?? 0)
      on.set(vm, new Map([...(on.get(vm) ?? []), [to, takes]]))
      vmsOn.get(to)?.add(vm)
      busy.add(vm)
    },
    end({ vm, from, to }) {
      const takes = on.get(vm)?.get(to) ?? []
      if (from !== undefined && from !== to) vmsOn.get(from)?.delete(vm)
      on.set(vm, new Map([[to, takes]]))
      hasNow.set(vm, takes)
      busy.delete(vm)
    },
  }
}

/** As BtrPlace has it by default: an optional attribute of the VM named like the action, otherwise a second. */
function durationOf({ attributes }: Instance, kind: string, vm: number): number {
  const own = attributes.get(vm)?.[kind]
  return typeof own === 'number' ? own : 1
}
