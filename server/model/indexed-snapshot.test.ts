import { describe, expect, it } from 'vitest'
import { aCluster, aHost, aSnapshot, aVm } from '../../test/fakes/builders.ts'
import { indexSnapshot } from './indexed-snapshot.ts'

describe('indexSnapshot', () => {
  const other = aCluster({ id: 'c2' })
  const snapshot = aSnapshot({
    clusters: [aCluster(), other],
    hosts: [aHost(), aHost({ id: 'host2', clusterId: other.id })],
    vms: [aVm(), aVm({ id: 'vm2', clusterId: other.id, hostId: 'host2' })],
  })

  it('finds by id and by cluster', () => {
    const index = indexSnapshot(snapshot)
    expect(index.hosts.get('host2')?.clusterId).toBe('c2')
    expect(index.hostsOf('c2').map(host => host.id)).toEqual(['host2'])
    expect(index.vmsOf('c2').map(vm => vm.id)).toEqual(['vm2'])
    expect(index.policies.size).toBe(1)
  })

  it('knows nothing of what is not there', () => {
    const index = indexSnapshot(snapshot)
    expect(index.vms.get('vm9')).toBeUndefined()
    expect(index.hostsOf('c9')).toEqual([])
    expect(index.vmsOf('c9')).toEqual([])
  })

  it('is made once for a snapshot', () => {
    expect(indexSnapshot(snapshot)).toBe(indexSnapshot(snapshot))
    expect(indexSnapshot({ ...snapshot })).not.toBe(indexSnapshot(snapshot))
  })
})
