import { reason } from '../../../shared/policy/reason.ts'
import { dropped, eachVm, type FilterUnit, kept, keptBecause } from '../unit.ts'

/** Keeps, for a pinned VM, the hosts of its list. Source: rules §6.2. */
export const pinToHostFilter: FilterUnit = {
  kind: 'filter',
  id: '12262ab6-9690-4bc3-a2b3-35573b172d54',
  name: 'PinToHost',
  properties: [],
  filter: eachVm(({ name, hostId, placement, pinnedHostIds }, host) => {
    if (placement !== 'pinned') return kept
    const values = { vm: name, pinnedHosts: pinnedHostIds.length }
    if (pinnedHostIds.length > 0) {
      return pinnedHostIds.includes(host.id)
        ? keptBecause(reason('in-pin-list', `${name} is pinned to this host.`, values))
        : dropped(reason('not-in-pin-list', `${name} is pinned to ${pinnedHostIds.length} other host(s).`, values))
    }
    // Pinned to no host in particular: it may start anywhere, and then it stays.
    return hostId === undefined
      ? keptBecause(reason('pinned-anywhere', `${name} is pinned, but to no host in particular.`, values))
      : dropped(reason('pinned-while-running', `${name} is pinned to where it runs and may not move.`, values))
  }),
}
