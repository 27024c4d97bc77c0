/** Which VMs are on each host, in no order, kept as they move. */
export type Residents = Readonly<{
  clear(): void
  put(vm: number, to: number): void
  take(vm: number, from: number): void
  on(host: number): readonly number[]
}>

export function createResidents(vms: number, hosts: number): Residents {
  const on: number[][] = Array.from({ length: hosts }, () => [])
  /** VM → its place in the list of its host. */
  const place = new Int32Array(vms)
  return {
    clear() {
      for (const list of on) list.length = 0
    },
    put(vm, to) {
      place[vm] = on[to]?.push(vm) ?? 0
    },
    take(vm, from) {
      const list = on[from] as number[]
      const last = list.pop() as number
      if (last === vm) return
      list[(place[vm] as number) - 1] = last
      place[last] = place[vm] as number
    },
    on: host => on[host] as number[],
  }
}
