import { describe, expect, it } from 'vitest'
import { aCluster, aHost, aSnapshot, aVm } from '../../test/fakes/builders.ts'
import { clusterStanding } from '../planner/cluster-standing.ts'
import { defaultPlanOptions } from '../planner/objective/plan-input.ts'
import { clusterViewsOf } from './cluster-views.ts'

const standing = clusterStanding(defaultPlanOptions.bounds)

describe('clusterViewsOf', () => {
  it('works once for each snapshot', () => {
    let scored = 0
    const viewsOf = clusterViewsOf(hosts => {
      scored += 1
      return standing(hosts)
    })
    const snapshot = aSnapshot()
    expect(viewsOf(snapshot)).toBe(viewsOf(snapshot))
    expect(scored).toBe(1)
    expect(viewsOf(aSnapshot())).not.toBe(viewsOf(snapshot))
  })

  it('keeps hosts of other clusters out', () => {
    const clusters = [aCluster(), aCluster({ id: 'c2', name: 'west' })]
    const hosts = [aHost(), aHost({ id: 'host2', clusterId: 'c2' })]
    const views = clusterViewsOf(standing)(aSnapshot({ clusters, hosts, vms: [aVm({ clusterId: 'c2' })] }))
    expect(views.get('c2')).toMatchObject({ hosts: 1, vms: 1, hostViews: [{ id: 'host2' }] })
    expect(views.get(aCluster().id)).toMatchObject({ hosts: 1, vms: 0 })
  })

  it('count vCPUs for each logical CPU, of VMs that run, and tell swap that is known', () => {
    const statistics = { swapTotalMiB: 8192, swapUsedMiB: 512 }
    const { threads: _t, ...ofCores } = aHost({ id: 'host2', cores: 4 })
    const { threads: _u, cores: _c, ...untold } = aHost({ id: 'host3' })
    const hosts = [aHost({ threads: 8, cores: 4, statistics }), ofCores, untold]
    const vms = [
      aVm({ vcpus: 8 }),
      aVm({ id: 'vm2', vcpus: 2 }),
      aVm({ id: 'vm3', vcpus: 9, status: 'down' }),
      aVm({ id: 'vm4', vcpus: 3, hostId: 'host2' }),
      aVm({ id: 'vm5', hostId: 'host3' }),
    ]
    const views = clusterViewsOf(standing)(aSnapshot({ hosts, vms }))
    const shown = views.get(aCluster().id)?.hostViews.map(({ vcpusPerCpu, swapUsedMiB }) => [vcpusPerCpu, swapUsedMiB])
    expect(shown).toEqual([
      [1.25, 512],
      [0.75, undefined],
      [undefined, undefined],
    ])
  })
})
