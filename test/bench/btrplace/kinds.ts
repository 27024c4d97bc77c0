/** Where VMs may run: as few kinds of VMs as there are different sets of hosts. */
export type Kinds = Readonly<{
  keepIn(vm: number, hosts: ReadonlySet<number>): void
  keepOut(vm: number, hosts: ReadonlySet<number>): void
  mayRun(vm: number, host: number): boolean
  /** VM → kind, and kind × host → 1: may run there. */
  read(): Readonly<{ kind: Int32Array; mayRun: Uint8Array }>
}>

export function createKinds(vms: number, hosts: number, closed: ReadonlySet<number>): Kinds {
  const kind = new Int32Array(vms)
  const sets: Uint8Array[] = []
  const known = new Map<string, number>()

  function kindWith(set: Uint8Array): number {
    const key = Buffer.from(set).toString('latin1')
    const at = known.get(key) ?? sets.push(set) - 1
    known.set(key, at)
    return at
  }

  function narrow(vm: number, mayRun: (host: number) => boolean): void {
    const set = sets[kind[vm] as number] as Uint8Array
    kind[vm] = kindWith(set.map((word, host) => (mayRun(host) ? word : 0)))
  }

  kindWith(Uint8Array.from({ length: hosts }, (_, host) => Number(!closed.has(host))))
  return {
    keepIn: (vm, list) => narrow(vm, host => list.has(host)),
    keepOut: (vm, list) => narrow(vm, host => !list.has(host)),
    mayRun: (vm, host) => sets[kind[vm] as number]?.[host] === 1,
    read: () => ({
      kind,
      mayRun: Uint8Array.from(
        { length: sets.length * hosts },
        (_, at) => sets[Math.floor(at / hosts)]?.[at % hosts] ?? 0,
      ),
    }),
  }
}
