import { describe, expect, it } from 'vitest'
import type { Cluster } from '../../shared/model/cluster.ts'
import type { Vm, VmScheduling } from '../../shared/model/vm.ts'
import { aCluster, aSnapshot, aVm } from '../../test/fakes/builders.ts'
import type { GuestSla } from '../tuning/collectors/collector.ts'
import { createVmStandings } from './vm-standings.ts'

const scheduling: VmScheduling = {
  topology: { sockets: 1, cores: 2, threads: 1 },
  priority: 50,
  highPerformance: false,
  customProperties: {},
  cpuPassthrough: false,
}

type Case = Readonly<{
  why: string
  vm?: Partial<Vm>
  cluster?: Partial<Cluster>
  excluded?: ReadonlySet<string> | 'unknown'
  slaClass?: GuestSla['slaClass']
  pins?: string
  memory?: string
  canLeave: boolean
  isUnknown?: true
}>

const both = (code: string) => ({ pins: code, memory: code })
const cases: readonly Case[] = [
  { why: 'of the engine, like any', canLeave: true },
  { why: 'the engine does not know', vm: { id: 'another' }, ...both('vm-unmanaged'), canLeave: false, isUnknown: true },
  { why: 'that may be tagged', excluded: 'unknown', ...both('vm-tags-unknown'), canLeave: false, isUnknown: true },
  { why: 'that is tagged to be left alone', excluded: new Set(['v1']), ...both('vm-excluded'), canLeave: false },
  {
    why: 'that is the engine itself',
    vm: { origin: 'managed_hosted_engine' },
    ...both('vm-is-engine'),
    canLeave: false,
  },
  {
    why: 'pinned by hand',
    vm: { scheduling: { ...scheduling, cpuPins: { 0: '1' } } },
    pins: 'vm-pinned-by-hand',
    canLeave: true,
  },
  { why: 'with no pins by hand', vm: { scheduling: { ...scheduling, cpuPins: {} } }, canLeave: true },
  {
    why: 'with dedicated CPUs',
    vm: { scheduling: { ...scheduling, pinning: 'dedicated' } },
    pins: 'vm-pinned-by-policy',
    canLeave: true,
  },
  { why: 'with no policy of pins', vm: { scheduling: { ...scheduling, pinning: 'none' } }, canLeave: true },
  {
    why: 'of high performance',
    vm: { scheduling: { ...scheduling, highPerformance: true } },
    pins: 'vm-high-performance',
    canLeave: true,
  },
  {
    why: 'that sees the CPU of the host',
    vm: { scheduling: { ...scheduling, cpuPassthrough: true } },
    pins: 'vm-high-performance',
    canLeave: true,
  },
  { why: 'of the class platinum', slaClass: 'platinum', memory: 'vm-platinum', canLeave: true },
  { why: 'of the class vapor', slaClass: 'vapor', canLeave: true },
  {
    why: 'of a cluster without ballooning',
    cluster: { memory: { ballooning: false } as Cluster['memory'] & object },
    memory: 'vm-no-ballooning',
    canLeave: true,
  },
  { why: 'that may not be migrated', vm: { placement: 'pinned' }, canLeave: false },
]

describe('vmStandings', () => {
  for (const { why, vm, cluster, excluded = new Set<string>(), slaClass, pins, memory, canLeave, isUnknown } of cases)
    it(`of a VM ${why}`, () => {
      const standings = createVmStandings({
        excluded: () => (excluded === 'unknown' ? undefined : excluded),
        slaOf: () => (slaClass === undefined ? undefined : ({ slaClass } as GuestSla)),
      })
      const home = aCluster(cluster)
      standings.onSnapshot(
        aSnapshot({
          clusters: [home],
          vms: [aVm({ id: 'v1', clusterId: home.id, placement: 'migratable', scheduling, ...vm })],
        }),
      )
      const { keepsPins, keepsMemory, ...standing } = standings.of('v1')
      expect([keepsPins?.code, keepsMemory?.code]).toEqual([pins, memory])
      expect(standing.canLeave).toBe(canLeave)
      expect(standing.isUnknown).toBe(isUnknown)
    })

  it('knows which goes first when memory is short', () => {
    const standings = createVmStandings({ excluded: () => new Set(), slaOf: () => undefined })
    standings.onSnapshot(aSnapshot({ vms: [aVm({ id: 'v1', scheduling })] }))
    expect(standings.of('v1').priority).toBe(50)
  })
})
