import { reason } from '../../../shared/policy/reason.ts'
import { dropped, eachVm, type FilterUnit, kept, keptBecause, unknown } from '../unit.ts'

/**
 * Drops hosts that are not ready to hold a VM's lease. Where none is left the engine notes the VM for a later restart,
 * which is no part of the answer here. Source: rules §6.2.
 */
export const vmLeasesReadyFilter: FilterUnit = {
  kind: 'filter',
  id: 'b454ae40-f767-45b1-949a-7e5bd04d83ab',
  name: 'VM leases ready',
  properties: [],
  filter: eachVm(({ name, leaseDomainId }, { leaseDomainIds }) => {
    if (leaseDomainId === undefined) return kept
    if (leaseDomainIds === undefined) return unknown('host.leaseDomainIds')
    const values = { vm: name, leaseDomain: leaseDomainId }
    return leaseDomainIds.has(leaseDomainId)
      ? keptBecause(reason('lease-ready', `Ready to hold the lease of ${name}.`, values))
      : dropped(reason('lease-not-ready', `Not ready on the storage domain that holds the lease of ${name}.`, values))
  }),
}
