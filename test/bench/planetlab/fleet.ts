import { type Host, migrationS, type Vm } from './hosts-and-vms.ts'
import type { WantedMove } from './policy.ts'

export type Migration = Readonly<{ vmId: number; fromHostId: number; toHostId: number; endsS: number }>

/** Where everything is: the host of each VM, the VMs of each host, and the migrations under way. A value; moves make a new one. */
export type Fleet = Readonly<{
  hostOf: readonly number[]
  residents: readonly (readonly number[])[]
  migrations: readonly Migration[]
}>

export function startFleet(hosts: readonly Host[], hostOf: readonly number[]): Fleet {
  const residents: number[][] = hosts.map(() => [])
  for (const [vmId, hostId] of hostOf.entries()) residents[hostId]?.push(vmId)
  return { hostOf, residents, migrations: [] }
}

/** Starts the moves that are possible, in their order, and counts the others. */
export function startMoves(
  fleet: Fleet,
  { hosts, vms }: Readonly<{ hosts: readonly Host[]; vms: readonly Vm[] }>,
  wanted: readonly WantedMove[],
  nowS: number,
): Readonly<{ fleet: Fleet; refused: number }> {
  const moving = new Set(fleet.migrations.map(({ vmId }) => vmId))
  const usedMb = usedMemoryMb(fleet, vms)
  const started = wanted.flatMap(({ vmId, toHostId }): Migration[] => {
    const [vm, host, fromHostId, toUsedMb] = [vms[vmId], hosts[toHostId], fleet.hostOf[vmId], usedMb[toHostId]]
    if (vm === undefined || host === undefined || fromHostId === undefined || toUsedMb === undefined) return []
    if (moving.has(vmId) || fromHostId === toHostId || toUsedMb + vm.memoryMb > host.memoryMb) return []
    moving.add(vmId)
    usedMb[toHostId] = toUsedMb + vm.memoryMb
    return [{ vmId, fromHostId, toHostId, endsS: nowS + migrationS(vm.memoryMb) }]
  })
  return {
    fleet: { ...fleet, migrations: [...fleet.migrations, ...started] },
    refused: wanted.length - started.length,
  }
}

/** The fleet once the migrations that end by now have ended, and how many hosts that left empty. */
export function endMoves(fleet: Fleet, nowS: number): Readonly<{ fleet: Fleet; emptied: number }> {
  const ended = fleet.migrations.filter(({ endsS }) => endsS <= nowS)
  if (ended.length === 0) return { fleet, emptied: 0 }
  const hostOf = [...fleet.hostOf]
  const residents = [...fleet.residents]
  for (const { vmId, fromHostId, toHostId } of ended) {
    hostOf[vmId] = toHostId
    residents[fromHostId] = residents[fromHostId]?.filter(id => id !== vmId) ?? []
    residents[toHostId] = [...(residents[toHostId] ?? []), vmId]
  }
  const migrations = fleet.migrations.filter(({ endsS }) => endsS > nowS)
  const expected = new Set(migrations.map(({ toHostId }) => toHostId))
  const left = new Set(ended.map(({ fromHostId }) => fromHostId))
  const emptied = [...left].filter(hostId => residents[hostId]?.length === 0 && !expected.has(hostId)).length
  return { fleet: { hostOf, residents, migrations }, emptied }
}

/** Memory in use on each host; a migrating VM counts on both. */
export function usedMemoryMb(fleet: Fleet, vms: readonly Vm[]): number[] {
  const memoryOf = (vmId: number) => vms[vmId]?.memoryMb ?? 0
  const usedMb = fleet.residents.map(ids => ids.reduce((total, id) => total + memoryOf(id), 0))
  for (const { vmId, toHostId } of fleet.migrations) usedMb[toHostId] = (usedMb[toHostId] ?? 0) + memoryOf(vmId)
  return usedMb
}
