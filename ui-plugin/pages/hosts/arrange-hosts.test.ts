import { describe, expect, it } from 'vitest'
import {
  arrangedHosts,
  everyHost,
  type HostFilter,
  type HostOrder,
  hostColumns,
  troubleFirst,
} from './arrange-hosts.ts'
import { anUnreadHost, aWatchedHost, figures } from './watched-host-samples.ts'

const hosts = [
  aWatchedHost({ name: 'host10', figures: { ...figures, cpuPercent: 90, memoryAvailableKiB: 60 * 1024 * 1024 } }),
  aWatchedHost({ name: 'host2', cluster: { id: 'c2', name: 'Test' } }),
  anUnreadHost({ name: 'host3', state: 'waiting' }),
  anUnreadHost({ name: 'host1', state: 'not-dialled', status: 'maintenance' }),
]
const show = (filter: Partial<HostFilter>, order: HostOrder = troubleFirst) =>
  arrangedHosts(hosts, { ...everyHost, ...filter }, order).map(({ name }) => name)

describe('arrangedHosts', () => {
  it.each([
    {
      why: 'trouble first, then by name with numbers as numbers',
      filter: {},
      shown: ['host3', 'host2', 'host10', 'host1'],
    },
    { why: 'by part of a name', filter: { text: ' T1' }, shown: ['host10', 'host1'] },
    { why: 'by cluster', filter: { clusterId: 'c2' }, shown: ['host2'] },
    { why: 'by connection', filter: { state: 'not-dialled' as const }, shown: ['host1'] },
    { why: 'by all of them', filter: { text: 'host', clusterId: 'c1', state: 'waiting' as const }, shown: ['host3'] },
  ])('filters $why', ({ filter, shown }) => expect(show(filter)).toEqual(shown))

  it.each([
    { order: { by: 'name', direction: 'desc' }, shown: ['host10', 'host3', 'host2', 'host1'] },
    { order: { by: 'cpu', direction: 'desc' }, shown: ['host10', 'host2', 'host1', 'host3'] },
    { order: { by: 'cpu', direction: 'asc' }, shown: ['host2', 'host10', 'host1', 'host3'] },
    { order: { by: 'memory', direction: 'asc' }, shown: ['host10', 'host2', 'host1', 'host3'] },
  ] as const)('sorts by $order.by, $order.direction; what is not known is last', ({ order, shown }) =>
    expect(show({}, order)).toEqual(shown),
  )

  it('keeps every host whatever it is sorted by', () => {
    for (const by of hostColumns) expect(show({}, { by, direction: 'asc' })).toHaveLength(4)
  })
})
