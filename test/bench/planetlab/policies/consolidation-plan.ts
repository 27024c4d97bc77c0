import { HISTORY_STEPS, type PolicyHost, type PolicyView, type PolicyVm, type WantedMove } from '../policy.ts'

/** A host as it would be with the VMs planned for it. `history` is what these VMs asked for, as load of this host, oldest first. */
export type PlannedHost = Readonly<{ host: PolicyHost; vms: readonly PolicyVm[]; askedMips: number; memoryMb: number }>

export const plannedHost = (host: PolicyHost, vms: readonly PolicyVm[]): PlannedHost => ({
  host,
  vms,
  askedMips: vms.reduce((total, { mips }) => total + mips, 0),
  memoryMb: vms.reduce((total, { memoryMb }) => total + memoryMb, 0),
})

export const hostsOfView = ({ hosts, vms }: PolicyView): PlannedHost[] => {
  const vmsOf: PolicyVm[][] = hosts.map(() => [])
  for (const vm of vms) vmsOf[vm.hostId]?.push(vm)
  return hosts.map(host => plannedHost(host, vmsOf[host.id] ?? []))
}

export const withVm = ({ host, vms, askedMips, memoryMb }: PlannedHost, vm: PolicyVm): PlannedHost => ({
  host,
  vms: [...vms, vm],
  askedMips: askedMips + vm.mips,
  memoryMb: memoryMb + vm.memoryMb,
})

export const withoutVm = ({ host, vms }: PlannedHost, vm: PolicyVm): PlannedHost =>
  plannedHost(
    host,
    vms.filter(({ id }) => id !== vm.id),
  )

/** What the host gives its VMs: at most a core to each, and not more than it has. */
export const givenMips = ({ host, vms }: PlannedHost): number =>
  Math.min(
    host.mips,
    vms.reduce((total, { mips }) => total + Math.min(mips, host.coreMips), 0),
  )

export const loadOf = (planned: PlannedHost): number => givenMips(planned) / planned.host.mips

/** The load of the host at the last steps had it had these VMs, oldest first, without zeros at its beginning. */
export function loadHistory({ host, vms }: PlannedHost): number[] {
  const steps = Math.min(HISTORY_STEPS, vms[0]?.history.length ?? 0)
  const loads = Array.from({ length: steps }, () => 0)
  for (const { history } of vms) {
    const skipped = history.length - steps
    for (let step = 0; step < steps; step++)
      loads[step] = (loads[step] ?? 0) + (history[step + skipped] ?? 0) / host.mips
  }
  const first = loads.findIndex(load => load > 0)
  return first < 0 ? [] : loads.slice(first)
}

/** The moves from where the VMs are to where the plan has them. */
export const movesTo = (plan: readonly PlannedHost[]): WantedMove[] =>
  plan.flatMap(({ host, vms }) =>
    vms.flatMap(vm => (vm.hostId === host.id ? [] : [{ vmId: vm.id, toHostId: host.id }])),
  )
