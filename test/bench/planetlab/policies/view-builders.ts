import type { PolicyHost, PolicyView, PolicyVm } from '../policy.ts'

/** A VM that has asked for the same all along. */
export function aVm(vm: Pick<PolicyVm, 'id' | 'hostId' | 'mips'> & Partial<PolicyVm>): PolicyVm {
  return { maxMips: 1_000, memoryMb: 1_000, history: Array(12).fill(vm.mips), isMigrating: false, ...vm }
}

/** Hosts of two cores with 1,000 MIPS and 4 GB each, which draw 100 to 200 W; `history` is that of their VMs. */
export function aView(hostCount: number, vms: readonly PolicyVm[], host: Partial<PolicyHost> = {}): PolicyView {
  const hosts = Array.from({ length: hostCount }, (_, id): PolicyHost => {
    const here = vms.filter(({ hostId }) => hostId === id)
    const history = (here[0]?.history ?? []).map((_, at) => {
      return here.reduce((sum, vm) => sum + (vm.history[at] ?? 0), 0) / 2_000
    })
    return { id, mips: 2_000, coreMips: 1_000, memoryMb: 4_000, powerW: load => 100 + 100 * load, history, ...host }
  })
  return { step: 12, hosts, vms }
}
