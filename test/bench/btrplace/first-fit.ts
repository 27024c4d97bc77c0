import type { Question } from './to-change.ts'

/**
 * VM → host: the plainest target that there is. VMs that must leave, and from hosts that would be too full the smallest that
 * are enough, go to the first host with room for them; one that finds none stays.
 */
export function firstFit({ change, mustLeave }: Question): Int32Array {
  const { problem, nowhere } = change
  const { vms, hosts, resources, initial, need, capacity, kind, mayRun, apart = [] } = problem
  const target = Int32Array.from(initial)
  const used = new Float64Array(hosts * resources)
  const foes = new Map<number, Set<number>>()
  for (const list of apart) for (const vm of list) foes.set(vm, (foes.get(vm) ?? new Set()).union(new Set(list)))

  const needOf = (vm: number, r: number) => need[vm * resources + r] as number
  function add(vm: number, host: number, sign: 1 | -1): void {
    for (let r = 0; r < resources; r++) {
      used[host * resources + r] = (used[host * resources + r] as number) + sign * needOf(vm, r)
    }
  }
  const lack = (host: number, r: number) =>
    (used[host * resources + r] as number) - (capacity[host * resources + r] as number)
  const hasRoom = (vm: number, host: number) =>
    Array.from({ length: resources }, (_, r) => lack(host, r) + needOf(vm, r)).every(more => more <= 0)
  const mayGo = (vm: number, host: number) =>
    host !== nowhere &&
    mayRun?.[(kind?.[vm] ?? 0) * hosts + host] !== 0 &&
    hasRoom(vm, host) &&
    !foes
      .get(vm)
      ?.values()
      .some(other => other !== vm && target[other] === host)

  const leavers: number[] = []
  const stayers = Array.from({ length: hosts }, (): number[] => [])
  for (let vm = 0; vm < vms; vm++) {
    if (mustLeave[vm] === 1) leavers.push(vm)
    else if (initial[vm] !== nowhere) {
      stayers[initial[vm] as number]?.push(vm)
      add(vm, initial[vm] as number, 1)
    }
  }
  for (const [host, list] of stayers.entries()) {
    for (let r = 0; r < resources; r++) {
      while (lack(host, r) > 0 && list.length > 0) {
        list.sort((a, b) => needOf(a, r) - needOf(b, r))
        const enough = list.findIndex(vm => needOf(vm, r) >= lack(host, r))
        const [vm] = list.splice(enough, 1) as [number]
        add(vm, host, -1)
        leavers.push(vm)
      }
    }
  }
  for (const vm of leavers) {
    let to = 0
    while (to < hosts && !mayGo(vm, to)) to++
    if (to === hosts) to = initial[vm] as number
    target[vm] = to
    if (to !== nowhere) add(vm, to, 1)
  }
  return target
}
