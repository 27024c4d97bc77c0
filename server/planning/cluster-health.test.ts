import { describe, expect, it } from 'vitest'
import { aCluster, aHost, aSnapshot, aVm } from '../../test/fakes/builders.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import { clusterHealth } from './cluster-health.ts'

const used = (memoryPercent: number, cpuPercent: number) => ({
  totalMiB: 1000,
  statistics: { memoryFreeMiB: 1000 - 10 * memoryPercent, cpuPercent },
})
const apart = {
  id: 'g',
  name: 'apart',
  clusterId: aCluster().id,
  priority: 1,
  vmIds: ['vm1', 'vm2'],
  hostIds: [],
  vmRule: { enabled: true, positive: false, enforcing: true },
  hostRule: { enabled: false, positive: false, enforcing: false },
}

function health(
  hosts: Parameters<typeof aHost>[0][],
  vms: Parameters<typeof aVm>[0][] = [{}],
  affinityGroups = [apart],
) {
  const all = hosts.map((host, at) => aHost({ id: `host${at + 1}`, ...host }))
  const snapshot = aSnapshot({ hosts: all, vms: vms.map(vm => aVm(vm)), affinityGroups })
  return clusterHealth(indexSnapshot(snapshot), snapshot.clusters[0] ?? expect.fail('none'))
}

describe('clusterHealth', () => {
  it('says nothing of a cluster that stands well', () => {
    expect(health([used(50, 20), used(50, 20)])).toMatchObject({ score: 100, costs: [], vms: [] })
  })

  it('names what costs most points first, as many as the score lacks', () => {
    const { score, costs } = health([used(95, 20), used(55, 30)])
    expect(score).toBe(25)
    expect(costs.map(({ points, because }) => [points, because.code])).toEqual([
      [75, 'host-full'],
      [40, 'uneven'],
      [10, 'uneven'],
    ])
    expect(costs[0]?.because.text).toBe('host1 has 95 % of its memory in use.')
  })

  it('has the VMs that stand worst: on a full host, where a rule is broken', () => {
    const vms = [{ id: 'vm1' }, { id: 'vm2' }, { id: 'vm3', hostId: 'host2' }]
    const worst = health([used(90, 20), used(50, 20)], vms).vms
    expect(worst.map(({ vm, score }) => [vm.name, score])).toEqual([
      ['vm1', 0],
      ['vm2', 0],
    ])
    expect(worst[0]?.costs.map(({ points }) => points)).toEqual([60, 50])
  })

  it('leaves out hosts that are not up and figures that are not known', () => {
    expect(health([{ ...used(99, 99), status: 'maintenance' }, { statistics: {} }])).toMatchObject({ costs: [] })
  })
})
