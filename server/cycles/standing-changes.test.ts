import { expect, it } from 'vitest'
import type { HostStatus } from '../../shared/model/host.ts'
import { aCluster, aHost, aSnapshot } from '../../test/fakes/builders.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import { standingChanges } from './standing-changes.ts'

const { id: clusterId } = aCluster()
const index = (status: HostStatus, cluster = clusterId) =>
  indexSnapshot(aSnapshot({ hosts: [aHost({ id: 'h', status, clusterId: cluster })] }))
const change = (to: string, id = 'h') => ({ kind: 'host', id, from: 'up', to, atMs: 0 }) as const

it('stands while there is something to say of it and the state lasts', () => {
  const standing = standingChanges()
  const down = change('down')
  standing.add([{ clusterId, change: down }])
  for (let read = 0; read < 3; read++) {
    expect(standing.of(clusterId, index('down'))).toEqual([down])
    standing.asked(clusterId, down, true)
  }
  expect(standing.of(clusterId, index('up'))).toEqual([])
  expect(standing.of(clusterId, index('down'))).toEqual([])
})

it('is told of once where the state has passed, and until somebody was asked', () => {
  const standing = standingChanges()
  const down = change('down')
  standing.add([{ clusterId, change: down }])
  expect(standing.of(clusterId, index('up'))).toEqual([down])
  expect(standing.of(clusterId, index('up'))).toEqual([down])
  standing.asked(clusterId, down, true)
  expect(standing.of(clusterId, index('up'))).toEqual([])
})

it('ends where there is nothing to say', () => {
  const standing = standingChanges()
  const down = change('down')
  standing.add([{ clusterId, change: down }])
  standing.asked(clusterId, down, false)
  expect(standing.of(clusterId, index('down'))).toEqual([])
})

it('is the newest of a subject', () => {
  const standing = standingChanges()
  standing.add([{ clusterId, change: change('non_operational') }])
  standing.add([{ clusterId, change: change('down') }])
  expect(standing.of(clusterId, index('down')).map(({ to }) => to)).toEqual(['down'])
})

it('forgets what has left the cluster, and the oldest of too many', () => {
  const standing = standingChanges()
  standing.add([{ clusterId, change: change('down') }])
  expect(standing.of(clusterId, index('down', 'other'))).toEqual([])
  const many = Array.from({ length: 201 }, (_, n) => ({ clusterId, change: change('down', `h${n}`) }))
  standing.add(many)
  const all = indexSnapshot(aSnapshot({ hosts: many.map(({ change: { id } }) => aHost({ id, status: 'down' })) }))
  expect(standing.of(clusterId, all).map(({ id }) => id)).toEqual(many.slice(1).map(({ change: { id } }) => id))
})
