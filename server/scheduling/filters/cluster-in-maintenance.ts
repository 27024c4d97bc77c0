import { reason } from '../../../shared/policy/reason.ts'
import { dropped, eachVm, type FilterUnit, keptBecause } from '../unit.ts'

/** Lets nothing start in a cluster under maintenance but highly available VMs; what runs may move. Source: rules §6.2. */
export const clusterInMaintenanceFilter: FilterUnit = {
  kind: 'filter',
  id: '0bd8fef9-bcb4-4250-9998-410f01608d9b',
  name: 'ClusterInMaintenance',
  properties: [],
  filter: eachVm(({ name, highlyAvailable, hostId }) => {
    if (highlyAvailable) {
      return keptBecause(reason('maintenance-ha', `${name} is highly available and may start.`, { vm: name }))
    }
    if (hostId !== undefined) {
      return keptBecause(reason('maintenance-running', `${name} runs already and may move.`, { vm: name }))
    }
    const text = `The cluster is under maintenance and ${name} is not highly available.`
    return dropped(reason('cluster-in-maintenance', text, { vm: name }))
  }),
}
