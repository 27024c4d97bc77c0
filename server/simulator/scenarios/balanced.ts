import { createNames } from './fill-host.ts'
import { mediumHost } from './host-models.ts'
import type { Scenario } from './plan.ts'
import { planCluster } from './plan-cluster.ts'

export const balanced: Scenario = {
  name: 'balanced',
  description: 'Every host has room and about the same load, so there is nothing to move',
  hosts: 6,
  vms: 48,
  plan: ({ hosts, vms }, random) => [
    planCluster(random, createNames(), {
      name: 'Default',
      description: 'Evenly used',
      model: mediumHost,
      hosts,
      vms,
      firstHostNumber: 1,
      memoryDriftPercent: 0.3,
      memoryUse: () => 0.565,
      cpuUse: () => 0.35,
    }),
  ],
}
