import { getVm, type Model } from './model.ts'

/** Ids of the hosts that the engine's own filters allow for every one of the VMs. Throws EngineFault 'missing'. */
export function migrationTargets(model: Model, vmIds: readonly string[]): string[] {
  const perVm = vmIds.map(id => {
    const vm = getVm(model, id)
    const excludedHostIds = vm.hostId === undefined ? [] : [vm.hostId]
    const { hosts } = model.placement.candidates(model, { vm, excludedHostIds, onlyHostIds: [] })
    return hosts.map(host => host.id)
  })
  const [first = [], ...others] = perVm
  return first.filter(hostId => others.every(hostIds => hostIds.includes(hostId)))
}
