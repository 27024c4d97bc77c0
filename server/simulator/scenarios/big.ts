import { createNames } from './fill-host.ts'
import { largeHost, mediumHost } from './host-models.ts'
import type { ClusterPlan, Scenario, VmPlan } from './plan.ts'
import { planCluster } from './plan-cluster.ts'
import { splitByShares } from './split.ts'

const clusterNames = ['Default', 'Production', 'Databases', 'Desktops', 'Web', 'Build', 'Test', 'Edge']

/** The engine tells free memory in steps of 1 % of a host's: on hosts this large, 500 MiB would never be seen. */
const MINIMUM_SHARE = 0.08

export const big: Scenario = {
  name: 'big',
  description: 'A large site: 400 hosts and 10,000 VMs in eight clusters, a few hosts short of memory',
  hosts: 400,
  vms: 10_000,
  plan({ hosts, vms }, random) {
    const names = createNames()
    const hostCounts = splitByShares(hosts, new Array<number>(clusterNames.length).fill(1)).filter(count => count > 0)
    const vmCounts = splitByShares(vms, hostCounts)
    let firstHostNumber = 1
    return hostCounts.map((count, index) => {
      const model = index % 4 === 3 ? mediumHost : largeHost
      const cluster = planCluster(random, names, {
        name: clusterNames[index] ?? `Cluster${index + 1}`,
        description: '',
        model,
        properties: { minimum_host_memoryMB: String(Math.round(MINIMUM_SHARE * model.memoryMiB)) },
        hosts: count,
        vms: vmCounts[index] ?? 0,
        firstHostNumber,
        memoryUse: host => (host % 25 === 7 ? 0.94 : 0.45 + 0.03 * (host % 10)),
        cpuUse: host => 0.15 + 0.04 * (host % 9),
      })
      firstHostNumber += count
      return withBoundVms(cluster)
    })
  },
}

/** Of each host, the first VM is pinned on every fourth, and the second is moved only by hand on every third. */
const withBoundVms = (cluster: ClusterPlan): ClusterPlan => ({
  ...cluster,
  hosts: cluster.hosts.map((host, hostIndex) => ({
    ...host,
    vms: host.vms.map((vm, index): VmPlan => {
      if (index === 0 && hostIndex % 4 === 0) return { ...vm, placement: 'pinned' }
      if (index === 1 && hostIndex % 3 === 0) return { ...vm, placement: 'user_migratable' }
      return vm
    }),
  })),
})
