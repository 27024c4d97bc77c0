import { createNames } from './fill-host.ts'
import { mediumHost } from './host-models.ts'
import type { Scenario } from './plan.ts'
import { planCluster } from './plan-cluster.ts'

export const cpuHotspot: Scenario = {
  name: 'cpu-hotspot',
  description: 'The VMs of one host want more CPU than it has while its neighbours are mostly idle',
  hosts: 6,
  vms: 60,
  plan: ({ hosts, vms }, random) => [
    planCluster(random, createNames(), {
      name: 'Default',
      description: 'One busy host',
      model: { ...mediumHost, sockets: 1 },
      hosts,
      vms,
      firstHostNumber: 1,
      memoryDriftPercent: 0.3,
      memoryUse: () => 0.605,
      cpuUse: index => (index === Math.min(1, hosts - 1) ? 1.15 : 0.25),
    }),
  ],
}
