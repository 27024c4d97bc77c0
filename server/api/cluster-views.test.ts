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
})
