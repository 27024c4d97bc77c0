import { createKinds } from './kinds.ts'
import { constraintsOf, type Places } from './places.ts'
import type { Instance } from './read-instance.ts'

type Amounts = Readonly<{ need: Float64Array; capacity: Float64Array; resources: number }>

/**
 * Fence, ban, among and nodes that are or shall be offline, as kinds of VMs. The VMs of an among constraint are kept in the
 * part where most of them run; if none does, in the part with most room.
 */
export function whereMayRun(instance: Instance, places: Places, amounts: Amounts) {
  const { vmsOf, hostsOf, initial, nowhere, hosts, starts } = places
  const offline = [...instance.offlineNodes, ...constraintsOf(instance, 'offline').map(({ node }) => node)]
  const kinds = createKinds(initial.length, hosts, new Set([...hostsOf(offline), nowhere]))
  for (const { vm, nodes } of constraintsOf(instance, 'fence')) {
    for (const at of vmsOf([vm])) kinds.keepIn(at, new Set(hostsOf(nodes)))
  }
  for (const { vm, nodes } of constraintsOf(instance, 'ban')) {
    for (const at of vmsOf([vm])) kinds.keepOut(at, new Set(hostsOf(nodes)))
  }
  const groups = constraintsOf(instance, 'among').map(({ vms, parts }) => ({
    vms: vmsOf(vms).filter(vm => initial[vm] !== nowhere || starts.has(vm)),
    parts: parts.map(part => new Set(hostsOf(part))),
  }))
  const room = createRoom(places, amounts)
  const isNew = (vms: readonly number[]) => vms.every(vm => initial[vm] === nowhere)
  // Those that run nowhere yet have a choice, of what the others leave.
  for (const { vms, parts } of groups.toSorted((a, b) => Number(isNew(a.vms)) - Number(isNew(b.vms)))) {
    const rates = parts.map(part => {
      if (!isNew(vms)) return vms.filter(vm => part.has(initial[vm] as number)).length
      const isOpen = vms.every(vm => part.values().some(host => kinds.mayRun(vm, host)))
      return isOpen ? room.shareIn(part) : Number.NEGATIVE_INFINITY
    })
    const part = parts[rates.indexOf(Math.max(...rates))]
    if (part === undefined) continue
    for (const vm of vms) {
      kinds.keepIn(vm, part)
      if (initial[vm] === nowhere)
        room.take(
          vm,
          [...part].filter(host => kinds.mayRun(vm, host)),
        )
    }
  }
  return kinds.read()
}

/** What all those leave who run, or whose part is chosen. */
function createRoom({ initial, nowhere }: Places, { need, capacity, resources }: Amounts) {
  const free = Float64Array.from(capacity)

  /** In equal shares: on which of the hosts it will be is not decided here. */
  function take(vm: number, from: readonly number[]): void {
    for (const host of from) {
      for (let r = 0; r < resources; r++) {
        const place = host * resources + r
        free[place] = (free[place] as number) - (need[vm * resources + r] as number) / from.length
      }
    }
  }

  for (const [vm, host] of initial.entries()) if (host !== nowhere) take(vm, [host])
  return {
    take,
    /** The free share of the scarcest resource. */
    shareIn: (part: ReadonlySet<number>): number => {
      const sum = (of: Float64Array, r: number) =>
        part.values().reduce((all, host) => all + (of[host * resources + r] as number), 0)
      return Math.min(...Array.from({ length: resources }, (_, r) => sum(free, r) / Math.max(1, sum(capacity, r))))
    },
  }
}
