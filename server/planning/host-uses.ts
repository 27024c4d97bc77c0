import type { PlanInput } from '../planner/objective/plan-input.ts'

/** By the places of the hosts. */
export type HostUses = Readonly<{
  memoryMiB: readonly number[]
  cpuPoints: readonly number[]
  vcpus: readonly number[]
  vms: readonly number[]
}>

/** What every host would have in use with its VMs on these hosts: what it has now, less who leaves, and who comes. */
export function hostUses({ hosts, vms }: PlanInput, hostOf: readonly number[]): HostUses {
  const memoryMiB = hosts.map(({ memoryUsedMiB }) => memoryUsedMiB)
  const cpuPoints = hosts.map(({ cpuPercent, threads }) => cpuPercent * threads)
  const counts = hosts.map(() => 0)
  const vcpus = hosts.map(() => 0)
  const add = (table: number[], at: number, value: number) => {
    table[at] = (table[at] ?? 0) + value
  }
  for (const [at, vm] of vms.entries()) {
    const to = hostOf[at] ?? vm.host
    add(counts, to, 1)
    add(vcpus, to, vm.vcpus)
    if (to === vm.host) continue
    add(memoryMiB, vm.host, -vm.residentMiB)
    add(memoryMiB, to, vm.residentMiB)
    add(cpuPoints, vm.host, -vm.cpuPoints)
    add(cpuPoints, to, vm.cpuPoints)
  }
  return { memoryMiB, cpuPoints, vcpus, vms: counts }
}
