import { describe, expect, it } from 'vitest'
import type { SnapshotState } from '../../shared/model/snapshot.ts'
import { aCluster, aHost, aSnapshot } from '../../test/fakes/builders.ts'
import type { XmlRpcValue } from '../protocol/xmlrpc/xml-rpc-value.ts'
import { clusterOf } from './cluster-of.ts'

const snapshot = aSnapshot({
  clusters: [aCluster({ id: 'c1', name: 'Prod' }), aCluster({ id: 'c2', name: 'Test' })],
  hosts: [
    aHost({ id: 'h1', clusterId: 'c1' }),
    aHost({ id: 'h2', clusterId: 'c2' }),
    aHost({ id: 'h3', clusterId: 'gone' }),
  ],
})

describe('clusterOf', () => {
  const cases: { why: string; params: readonly XmlRpcValue[]; state?: SnapshotState; is: string | undefined }[] = [
    { why: 'the hosts of a filter', params: [['f'], ['h2', 'h1'], 'vm', {}], is: 'Test' },
    { why: 'the hosts of a balancer', params: ['b', ['h1'], {}], is: 'Prod' },
    { why: 'no hosts', params: ['b', [], {}], is: undefined },
    { why: 'nothing, as discover is', params: [], is: undefined },
    { why: 'something else in their place', params: ['a', 'h1'], is: undefined },
    { why: 'hosts that are no texts', params: ['b', [1], {}], is: undefined },
    { why: 'a host that has not been read', params: ['b', ['h9'], {}], is: undefined },
    { why: 'a host of a cluster that is gone', params: ['b', ['h3'], {}], is: undefined },
    { why: 'an engine that has not been read', params: ['b', ['h1'], {}], state: {}, is: undefined },
  ]
  for (const { why, params, state = { snapshot }, is } of cases) {
    it(`is ${is ?? 'not known'} for ${why}`, () => expect(clusterOf(params, state)).toBe(is))
  }
})
