import type { PolicyHost, PolicyView, PolicyVm, WantedMove } from '../policy.ts'

/** A host with the VMs that are planned for it. `usedMips`: what it would give them, before it runs out. */
export type PlannedHost = Readonly<{
  host: PolicyHost
  vms: readonly PolicyVm[]
  usedMips: number
  memoryMb: number
}>

export function plannedHosts({ hosts, vms }: PolicyView): PlannedHost[] {
  const vmsOf: PolicyVm[][] = hosts.map(() => [])
  for (const vm of vms) vmsOf[vm.hostId]?.push(vm)
  return hosts.map((host, id) => plannedHost(host, vmsOf[id] ?? []))
}

/** What a VM uses of a host: at most a core. */
export const usedMipsOf = (vm: PolicyVm, host: PolicyHost): number => Math.min(vm.mips, host.coreMips)

/** 0..1; a host never shows more than all of its CPU in use. */
export const loadOf = ({ host, usedMips }: PlannedHost): number => Math.min(1, usedMips / host.mips)

export const loadWith = ({ host, usedMips }: PlannedHost, vm: PolicyVm): number =>
  (usedMips + usedMipsOf(vm, host)) / host.mips

export const hasMemoryFor = ({ host, memoryMb }: PlannedHost, vm: PolicyVm): boolean =>
  memoryMb + vm.memoryMb <= host.memoryMb

/** Off: nothing runs there. */
export const isOn = ({ vms }: PlannedHost): boolean => vms.length > 0

/**
 * The plan with one VM elsewhere. Its memory stays counted where it leaves, as it is there until the migration ends, so a plan
 * never asks for what is refused.
 */
export function move(plan: PlannedHost[], vm: PolicyVm, fromId: number, toId: number): WantedMove {
  const [from, to] = [plan[fromId], plan[toId]]
  if (from === undefined || to === undefined) throw new RangeError(`there is no host ${fromId} or ${toId}`)
  const left = plannedHost(
    from.host,
    from.vms.filter(({ id }) => id !== vm.id),
  )
  plan[fromId] = { ...left, memoryMb: from.memoryMb }
  plan[toId] = { ...plannedHost(to.host, [...to.vms, vm]), memoryMb: to.memoryMb + vm.memoryMb }
  return { vmId: vm.id, toHostId: toId }
}

const plannedHost = (host: PolicyHost, vms: readonly PolicyVm[]): PlannedHost => ({
  host,
  vms,
  usedMips: vms.reduce((total, vm) => total + usedMipsOf(vm, host), 0),
  memoryMb: vms.reduce((total, { memoryMb }) => total + memoryMb, 0),
})
