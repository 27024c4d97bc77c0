import { createNames, fitCpu, fitMemory, type Names, planVm } from './fill-host.ts'
import { smallHost } from './host-models.ts'
import type { ClusterPlan, GroupPlan, LabelPlan, Scenario, VmPlan } from './plan.ts'
import { planCluster } from './plan-cluster.ts'
import { roleNamed } from './vm-roles.ts'

const off = { enabled: false, enforcing: false, positive: false }
const apart = { enabled: true, enforcing: true, positive: false }
const together = { enabled: true, enforcing: true, positive: true }

/** host1 lacks memory, yet its small VMs are bound by rules; only what no rule binds can leave it. */
export const affinityConflict: Scenario = {
  name: 'affinity-conflict',
  description: 'The host that lacks memory carries VMs whose affinity rules forbid the obvious moves',
  hosts: 4,
  vms: 30,
  plan({ hosts, vms }, random) {
    const names = createNames()
    const cluster = planCluster(random, names, {
      name: 'Default',
      description: 'Rules against moves',
      model: smallHost,
      hosts,
      vms,
      firstHostNumber: 1,
      memoryDriftPercent: 0.1,
      memoryUse: index => [0.565, 0.625, 0.685][(index + 2) % 3] ?? 0.6,
      cpuUse: () => 0.3,
      fixed: index => (index === 0 ? boundVms(names, vms) : undefined),
    })
    return [withRules(cluster)]
  },
}

function boundVms(names: Names, limit: number): VmPlan[] {
  const sized = (role: string, memoryMiB: number): VmPlan => planVm(roleNamed(role), names(role), memoryMiB)
  const vms = [
    sized('dns', 256),
    sized('web', 1_024),
    sized('web', 1_024),
    sized('app', 2_048),
    sized('db', 4_096),
    sized('cache', 4_096),
    sized('db', 8_192),
    sized('mail', 2_048),
  ]
  const load = { model: smallHost, memoryUse: 0.995, cpuUse: 0.3, memoryDriftPercent: 0.1 }
  return fitCpu(fitMemory(vms.slice(0, limit), load), load)
}

/** Rules name VMs that the plan may be too small to hold; those are left out. */
function withRules(cluster: ClusterPlan): ClusterPlan {
  const [crowded = [], ...others] = cluster.hosts.map(({ vms }) => vms.map(({ name }) => name))
  const [dns, web1, web2, app, db] = crowded
  const elsewhere = others.map(vms => vms[0])
  const hostNames = cluster.hosts.map(({ name }) => name)
  const named = (...list: readonly (string | undefined)[]) => list.filter(name => name !== undefined)

  const groups: GroupPlan[] = [
    group('dns-apart', 'One name server per host', apart, named(dns, ...elsewhere)),
    group('web-together', 'The web servers share a cache in memory', together, named(web1, web2)),
    group('web-apart', 'The web servers must not fail together', apart, named(web1, web2)),
    {
      ...group('db-near-storage', 'The database stays near its storage', off, named(db)),
      hostsRule: together,
      hosts: named(hostNames[0]),
    },
  ]
  const labels: LabelPlan[] = [{ name: 'licensed', vms: named(app), hosts: named(hostNames[0], hostNames[1]) }]
  return { ...cluster, groups, labels }
}

const group = (name: string, description: string, vmsRule: GroupPlan['vmsRule'], vms: string[]): GroupPlan => ({
  name,
  description,
  priority: 1,
  vmsRule,
  hostsRule: off,
  vms,
  hosts: [],
})
