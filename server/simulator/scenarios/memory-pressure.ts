import { createNames, fitCpu, fitMemory, type Names, planVm } from './fill-host.ts'
import { mediumHost, smallHost } from './host-models.ts'
import type { Scenario, VmPlan } from './plan.ts'
import { planCluster } from './plan-cluster.ts'
import { splitByShares } from './split.ts'
import { roleNamed } from './vm-roles.ts'

const FEW_HOSTS = 6

/**
 * One host of cluster Default has about 235 MiB free; the others have room. The figures sit in the middle of the
 * engine's 1 % steps and drift little, so that a recommendation stands while a person reads it.
 */
export const memoryPressure: Scenario = {
  name: 'memory-pressure',
  description: 'One host of cluster Default is almost out of memory while its neighbours have room',
  hosts: 12,
  vms: 90,
  plan({ hosts, vms }, random) {
    const names = createNames()
    // Few hosts stay together: pressure is only worth showing where there is somewhere to go.
    const shares = hosts < FEW_HOSTS ? [1] : [5, 4, 3]
    const [inDefault = 0, inProduction = 0, inLab = 0] = splitByShares(hosts, shares)
    const [ofDefault = 0, ofProduction = 0, ofLab = 0] = splitByShares(
      vms,
      [8 * inDefault, 8 * inProduction, 6 * inLab].filter(share => share > 0),
    )
    const tight = Math.min(2, inDefault - 1)
    const clusters = [
      planCluster(random, names, {
        name: 'Default',
        description: 'Small hosts, much overcommitted',
        model: smallHost,
        hosts: inDefault,
        vms: ofDefault,
        firstHostNumber: 1,
        memoryDriftPercent: 0.1,
        memoryUse: index => [0.625, 0.745, 0.995, 0.555, 0.685][index % 5] ?? 0.6,
        cpuUse: index => [0.3, 0.42, 0.35, 0.22, 0.38][index % 5] ?? 0.3,
        among: index => (index === 0 ? [hostedEngine()] : []),
        fixed: index => (index === tight ? tightHostVms(names, ofDefault) : undefined),
      }),
    ]
    if (inProduction > 0) {
      clusters.push(
        planCluster(random, names, {
          name: 'Production',
          description: 'Databases and what they serve',
          model: mediumHost,
          hosts: inProduction,
          vms: ofProduction,
          firstHostNumber: inDefault + 1,
          overCommitPercent: 120,
          memoryUse: index => [0.525, 0.605, 0.665, 0.575][index % 4] ?? 0.6,
          cpuUse: () => 0.35,
          among: index => boundVms[index] ?? [],
        }),
      )
    }
    if (inLab > 0) {
      clusters.push(
        planCluster(random, names, {
          name: 'Lab',
          description: 'Builds and trials',
          model: smallHost,
          hosts: inLab,
          vms: ofLab,
          firstHostNumber: inDefault + inProduction + 1,
          memoryUse: index => [0.455, 0.515, 0.585][index % 3] ?? 0.5,
          cpuUse: () => 0.25,
        }),
      )
    }
    return clusters
  },
}

/** Only its own agents move it. */
const hostedEngine = (): VmPlan => ({
  ...planVm({ ...roleNamed('mon'), vcpus: 4 }, 'HostedEngine', 4_096),
  origin: 'managed_hosted_engine',
  placement: 'user_migratable',
})

/** VMs of Production that stay where they are, by host. */
const boundVms: readonly (readonly VmPlan[])[] = [
  [{ ...planVm(roleNamed('db'), 'erp-01', 16_384), placement: 'pinned', kind: 'high_performance' }],
  [{ ...planVm(roleNamed('batch'), 'backup-01', 8_192), placement: 'user_migratable' }],
]

/** The smallest VM here is pinned and the next may only be moved by hand, so that a reason is seen for leaving each. */
function tightHostVms(names: Names, limit: number): VmPlan[] {
  const sized = (role: string, memoryMiB: number): VmPlan => planVm(roleNamed(role), names(role), memoryMiB)
  const vms: VmPlan[] = [
    sized('db', 8_192),
    sized('db', 4_096),
    sized('app', 3_072),
    sized('cache', 2_048),
    sized('app', 2_048),
    sized('web', 1_024),
    sized('mon', 1_024),
    sized('dns', 256),
    { ...sized('license', 192), placement: 'user_migratable' },
    { ...sized('probe', 128), placement: 'pinned' },
  ]
  const load = { model: smallHost, memoryUse: 0.995, cpuUse: 0.35, memoryDriftPercent: 0.1 }
  return fitCpu(fitMemory(vms.slice(0, limit), load), load)
}
