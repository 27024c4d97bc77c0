import { describe, expect, it } from 'vitest'
import { aCluster, aHost, aSnapshot, aVm, NOON_MS } from '../../../test/fakes/builders.ts'
import { indexSnapshot } from '../../model/indexed-snapshot.ts'
import { situationOf } from './situation-of.ts'

const rule = { enabled: true, positive: true, enforcing: true }
const situation = (over: Parameters<typeof aSnapshot>[0], watched = new Map()) => {
  const snapshot = aSnapshot(over)
  const [cluster = aCluster()] = snapshot.clusters
  return situationOf(indexSnapshot(snapshot), cluster, {
    nowMs: NOON_MS,
    properties: { HighUtilization: '70' },
    watched,
  })
}

describe('situationOf', () => {
  it('takes the hosts and VMs of one cluster', () => {
    const { hosts, vms, properties } = situation({
      clusters: [aCluster(), aCluster({ id: 'c2' })],
      hosts: [aHost(), aHost({ id: 'elsewhere', clusterId: 'c2' })],
      vms: [aVm(), aVm({ id: 'far', clusterId: 'c2', hostId: 'elsewhere' })],
    })
    expect(hosts.map(({ id }) => id)).toEqual(['host1'])
    expect(vms.map(({ id }) => id)).toEqual(['vm1'])
    expect(properties).toEqual({ HighUtilization: '70' })
  })

  it('leaves out what was not told, and never makes it zero', () => {
    const { hosts, vms, affinityGroups } = situation({ hosts: [aHost({ statistics: {} })], vms: [aVm()] })
    const [host] = hosts
    for (const fact of ['usagePercent', 'freeMiB', 'swapFreeMiB', 'networks', 'hooks', 'cpuFlags', 'numaNodes']) {
      expect(host).not.toHaveProperty(fact)
    }
    for (const fact of ['nics', 'numaNodes', 'usageCpuPercent', 'hugePageKiB']) expect(vms[0]).not.toHaveProperty(fact)
    expect(affinityGroups).toBeUndefined()
  })

  it('reads figures as the engine counts them', () => {
    const statistics = { cpuPercent: 15.9, memoryFreeMiB: 1000, swapTotalMiB: 400, swapUsedMiB: 100 }
    const { hosts } = situation({ hosts: [aHost({ statistics })], vms: [aVm(), aVm({ id: 'vm2' })] })
    expect(hosts[0]).toMatchObject({ usagePercent: 15, freeMiB: 1000, swapFreeMiB: 300, vmCount: 2 })
  })

  it('prefers what the host says of itself', () => {
    const scheduling = {
      sockets: 2,
      spm: 'contending' as const,
      totalVms: 7,
      numaSupported: false,
      os: { family: 'RHEL', version: '9.4' },
    }
    const { hosts } = situation({ hosts: [aHost({ scheduling })], vms: [aVm()] })
    expect(hosts[0]).toMatchObject({ sockets: 2, spm: 'contending', vmCount: 7, numaNodes: [], os: { family: 'RHEL' } })
  })

  it('adds what was watched', () => {
    const watched = new Map([['host1', { cpuOverCommitSinceMs: 5 }]])
    expect(situation({ hosts: [aHost()] }, watched).hosts[0]).toMatchObject({ cpuOverCommitSinceMs: 5 })
  })

  it('reads huge pages, pins and the hosted engine', () => {
    const scheduling = {
      topology: { sockets: 1, cores: 2, threads: 2 },
      priority: 50,
      pinning: 'manual' as const,
      cpuPins: { 0: '0-1', 1: 'nonsense' },
      highPerformance: true,
      cpuPassthrough: false,
      customProperties: { hugepages: '2048' },
    }
    const { vms } = situation({ vms: [aVm({ scheduling, origin: 'managed_hosted_engine', vcpus: 4 })] })
    expect(vms[0]).toMatchObject({
      sockets: 1,
      coresPerSocket: 2,
      threadsPerCore: 2,
      priority: 50,
      isHostedEngine: true,
      isHighPerformance: true,
      hugePageKiB: 2048,
      cpuPins: new Map([
        [0, [0, 1]],
        [1, []],
      ]),
    })
  })

  it('takes the groups of the cluster, with sets', () => {
    const group = { name: 'g', priority: 1, vmIds: ['vm1'], hostIds: [], vmRule: rule, hostRule: rule }
    const { affinityGroups } = situation({
      affinityGroups: [
        { ...group, id: 'g1', clusterId: aCluster().id },
        { ...group, id: 'g2', clusterId: 'c2' },
      ],
    })
    expect(affinityGroups?.map(({ id }) => id)).toEqual(['g1'])
    expect(affinityGroups?.[0]?.vmIds.has('vm1')).toBe(true)
  })
})
