import type { PolicyView, WantedMove } from './policy.ts'
import { migrationS } from './setting.ts'

export type Migration = Readonly<{ vm: number; from: number; to: number; endS: number }>

/** A move is refused if its VM migrates already or is there, or if the host has no memory for it beside all that is there or on its way. */
export function startMigrations(
  wanted: readonly WantedMove[],
  { vms, hosts }: PolicyView,
  running: readonly Migration[],
  nowS: number,
): Readonly<{ migrating: readonly Migration[]; refused: number }> {
  const usedMb = new Float64Array(hosts.length)
  const take = (host: number, memoryMb: number) => {
    usedMb[host] = (usedMb[host] as number) + memoryMb
  }
  for (const { hostId, memoryMb } of vms) take(hostId, memoryMb)
  const vmOf = new Map(vms.map(vm => [vm.id, vm]))
  for (const { vm, to } of running) take(to, vmOf.get(vm)?.memoryMb ?? 0)
  const migrating = [...running]
  const busy = new Set(running.map(({ vm }) => vm))
  let refused = 0
  for (const { vmId, toHostId } of wanted) {
    const [vm, to] = [vmOf.get(vmId), hosts[toHostId]]
    if (vm === undefined || to === undefined) throw new Error(`There is no VM ${vmId} or no host ${toHostId}.`)
    const hasRoom = (usedMb[toHostId] as number) + vm.memoryMb <= to.memoryMb
    if (busy.has(vmId) || vm.hostId === toHostId || !hasRoom) {
      refused += 1
      continue
    }
    busy.add(vmId)
    take(toHostId, vm.memoryMb)
    migrating.push({ vm: vmId, from: vm.hostId, to: toHostId, endS: nowS + migrationS(vm.memoryMb) })
  }
  return { migrating, refused }
}
