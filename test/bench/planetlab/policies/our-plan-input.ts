import type { PlanInput } from '../../../../server/planner/objective/plan-input.ts'
import type { PolicyHost, PolicyVm } from '../policy.ts'
import { migrationS } from '../setting.ts'

export type Asked = Readonly<{
  /** What a VM counts for. */
  mips: (vm: PolicyVm) => number
  /** It is not moved. */
  stays: (vm: PolicyVm) => boolean
  /** VMs may come there. */
  takes: (host: PolicyHost) => boolean
}>

/** A thread of the planner's hosts: fine enough that every host has a whole number of them. */
const MIPS_PER_THREAD = 20
const MIPS_PER_POINT = MIPS_PER_THREAD / 100

/**
 * The setting as the planner's input: VMs on the given hosts, in their order. A VM that may ask for more
 * than a core of a host does not go there. Memory is booked; the setting does not say what of it is in use.
 */
export function planInput(
  all: readonly PolicyVm[],
  hosts: readonly PolicyHost[],
  { mips, stays, takes }: Asked,
): Readonly<{ input: PlanInput; vms: readonly PolicyVm[]; hosts: readonly PolicyHost[] }> {
  const placeOf = new Map(hosts.map(({ id }, place) => [id, place]))
  const vms = all.filter(({ hostId }) => placeOf.has(hostId))
  const isMemoryLimit = hosts.every(({ memoryMb }) => Number.isFinite(memoryMb))
  const usedMb = new Float64Array(hosts.length)
  const used = new Float64Array(hosts.length)
  for (const vm of vms) {
    const place = placeOf.get(vm.hostId) as number
    usedMb[place] = (usedMb[place] as number) + (isMemoryLimit ? vm.memoryMb : 0)
    used[place] = (used[place] as number) + mips(vm)
  }
  const sizes = [...new Set(vms.map(({ maxMips }) => maxMips))]
  // The last kind stays.
  const kinds = [
    ...sizes.map(size => hosts.map(host => Number(takes(host) && size <= host.coreMips))),
    hosts.map(() => 0),
  ]
  const input: PlanInput = {
    hosts: hosts.map(({ id, mips: hostMips, memoryMb }, place) => {
      // Where memory is no limit none is booked: the planner counts with a host's share of it.
      const mostMb = isMemoryLimit ? memoryMb : 1
      return {
        id: String(id),
        name: String(id),
        memoryMiB: mostMb,
        memoryUsedMiB: 0,
        schedulableMiB: mostMb - (usedMb[place] as number),
        threads: hostMips / MIPS_PER_THREAD,
        cpuPercent: (100 * (used[place] as number)) / hostMips,
      }
    }),
    vms: vms.map(vm => ({
      id: String(vm.id),
      name: String(vm.id),
      host: placeOf.get(vm.hostId) as number,
      memoryMiB: vm.memoryMb,
      residentMiB: 0,
      bookedMiB: isMemoryLimit ? vm.memoryMb : 0,
      vcpus: 1,
      cpuPoints: mips(vm) / MIPS_PER_POINT,
      seconds: migrationS(vm.memoryMb),
      shouldLeave: false,
    })),
    apart: [],
    kind: Int32Array.from(vms, vm => (stays(vm) ? sizes.length : sizes.indexOf(vm.maxMips))),
    mayRun: Uint8Array.from(kinds.flat()),
    limits: { total: Number.POSITIVE_INFINITY, perHost: Number.POSITIVE_INFINITY },
  }
  return { input, vms, hosts }
}
