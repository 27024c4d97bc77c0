import { describe, expect, it } from 'vitest'
import { type GuestReading, guestStates } from '../../../shared/model/host-reading.ts'
import { aGuestReading, aHostReading } from '../../../test/fakes/host-readings.ts'
import { compileProgram, evaluate } from '../../language/evaluate.ts'
import { collectorsOf } from './collectors-of.ts'
import { createFactSource } from './fact-source.ts'
import { createIoDraft } from './io-draft.ts'

const INTERVAL_S = 10
const shipped = ['HostMemory', 'HostKSM', 'HostCpu', 'GuestMemoryOptional', 'GuestBalloonOptional', 'GuestCpuTune']
const aSource = (names: readonly string[] = shipped) =>
  createFactSource({ ...collectorsOf(names), historyLength: 3, intervalS: INTERVAL_S, io: createIoDraft() })
type Source = ReturnType<typeof aSource>

const guest = (id: string, over: Partial<GuestReading> = {}) => aGuestReading({ id, name: id, ...over })
const readyIds = (source: Source) => source.facts().guests.map(({ vmId }) => vmId)
const swap = (inPages: number) => ({ totalKiB: 1, freeKiB: 1, inPages, outPages: 0 })

describe('facts of the host', () => {
  it('are not there before it was read', () => {
    const { host, missing, guests, notReady } = aSource(['HostMemory', 'HostCpu']).facts()
    expect(host).toBeUndefined()
    expect(missing).toContain('mem_available')
    expect(missing).toContain('cpu_count')
    expect([guests, notReady]).toEqual([[], []])
  })

  it('have its samples, oldest first, and its interval', () => {
    const source = aSource(['HostCpu'])
    const { cpus } = aHostReading()
    for (const count of [1, 2, 1, 2]) source.takeHost(aHostReading({ cpus: cpus.slice(0, count) }), 0)
    const { host, missing } = source.facts()
    expect(host).toMatchObject({ name: 'Host', properties: { interval: 10n }, variables: {} })
    expect(host?.samples).toEqual([{ cpu_count: 2n }, { cpu_count: 1n }, { cpu_count: 2n }])
    expect(missing).toEqual([])
  })

  it('say what is missing', () => {
    const source = aSource(['HostMemory', 'HostCpu'])
    source.takeHost(aHostReading({ memory: { totalKiB: 5 }, cpus: [] }), 0)
    expect(source.facts()).toMatchObject({ host: undefined, missing: ['mem_free', 'cpu_count'] })
    expect(source.latest().host?.memory).toEqual({ totalKiB: 5 })
  })

  it('wait for the guests to know what could be merged', () => {
    const source = aSource(['HostKSM'])
    source.takeHost(aHostReading(), 0)
    expect(source.facts().missing).toEqual(['ksm_shareable'])
    const guests = [guest('a', { memoryKiB: 5 }), guest('b', { state: 'paused', memoryKiB: 6 })]
    source.takeGuests([...guests, guest('c', { state: 'off', memoryKiB: 100 })], 0)
    source.takeHost(aHostReading(), 0)
    expect(source.statistics().host).toMatchObject({ ksm_shareable: 11n })
  })

  const clock = [
    { why: 'count since the sample before', elapsedMs: 10_000, swapIn: 40n },
    { why: 'count over one that failed', elapsedMs: 30_000, swapIn: 40n },
    { why: 'do not count over a gap', elapsedMs: 30_001, swapIn: 0n },
    { why: 'do not count when the host’s clock stands', elapsedMs: 0, swapIn: 0n },
    { why: 'do not count when it goes back', elapsedMs: -1, swapIn: 0n },
  ]
  for (const { why, elapsedMs, swapIn } of clock) {
    it(why, () => {
      const source = aSource(['HostMemory'])
      source.takeHost(aHostReading({ takenAtMs: 1_000_000, swap: swap(60) }), 0)
      source.takeHost(aHostReading({ takenAtMs: 1_000_000 + elapsedMs, swap: swap(100) }), 0)
      expect(source.facts().host?.samples.map(({ swap_in }) => swap_in)).toEqual([0n, swapIn])
    })
  }
})

describe('facts of guests', () => {
  it('have what identifies them, and their pid where it is known', () => {
    const source = aSource()
    source.takeGuests([guest('b', { name: 'db', pid: 42 }), guest('a', { name: 'app' })], 0)
    expect(source.facts().guests).toMatchObject([
      { vmId: 'a', vmName: 'app', facts: { name: 'app', properties: { name: 'app', uuid: 'a' } } },
      { vmId: 'b', vmName: 'db', facts: { name: 'db', properties: { name: 'db', uuid: 'b', pid: 42n } } },
    ])
    expect(source.facts().guests[0]?.facts.properties).not.toHaveProperty('pid')
  })

  it('are in the order of names, then ids, however they come', () => {
    const named = [
      ['2-x', 'b'],
      ['1-x', 'b'],
      ['3-x', 'B'],
      ['4-x', 'a'],
    ] as const
    for (const order of [named, named.toReversed()]) {
      const source = aSource()
      source.takeGuests(
        order.map(([id, name]) => guest(id, { name })),
        0,
      )
      expect(source.facts().guests.map(({ facts, vmName }) => [facts.name, vmName, facts.properties?.name])).toEqual([
        ['B', 'B', 'B'],
        ['a', 'a', 'a'],
        ['b (1)', 'b', 'b'],
        ['b (2)', 'b', 'b'],
      ])
      expect([...source.statistics().guests.keys()]).toEqual(['B', 'a', 'b (1)', 'b (2)'])
    }
  })

  for (const state of guestStates) {
    it(`are ${state === 'running' ? 'there' : 'left out'} while it is ${state}`, () => {
      const source = aSource()
      source.takeGuests([guest('a', { state })], 0)
      const { guests, notReady } = source.facts()
      expect(guests.length).toBe(state === 'running' ? 1 : 0)
      const told = notReady.map(({ vmId, vmName, code }) => ({ vmId, vmName, code }))
      expect(told).toEqual(state === 'running' ? [] : [{ vmId: 'a', vmName: 'a', code: `guest-${state}` }])
      expect(source.latest().guests.get('a')?.state).toBe(state)
      expect([...source.statistics().guests.keys()]).toEqual(state === 'running' ? ['a'] : [])
    })
  }

  it('are left out while its QEMU does not answer', () => {
    const source = aSource()
    source.takeGuests([guest('a', { responsive: false }), guest('b', { responsive: true })], 0)
    expect(readyIds(source)).toEqual(['b'])
    expect(source.facts().notReady).toMatchObject([{ vmId: 'a', code: 'guest-unresponsive' }])
  })

  it('say which figures are missing', () => {
    const source = aSource(['GuestBalloon', 'GuestCpuTune'])
    const { vcpuCount, balloon, ...bare } = guest('a')
    source.takeGuests([bare, guest('b')], 0)
    expect(readyIds(source)).toEqual(['b'])
    const message = 'Nothing tells its balloon_cur, balloon_max, balloon_min, vcpu_count.'
    expect(source.facts().notReady).toEqual([{ vmId: 'a', vmName: 'a', code: 'guest-figures-missing', message }])
  })

  it('go without a collector that fails, and say so', () => {
    const broken = { name: 'Broken', mandatory: ['x'], optional: [], collect: () => expect.fail('no figures') }
    const host = { ...broken, mandatory: [] }
    const options = { historyLength: 3, intervalS: 10, io: createIoDraft() }
    const source = createFactSource({ hostCollectors: [host], guestCollectors: [broken], ...options })
    expect(source.takeHost(aHostReading(), 0)).toEqual([{ collector: 'Broken', message: 'no figures' }])
    expect(source.takeGuests([guest('a')], 0)).toEqual([
      { collector: 'Broken', message: 'no figures', vmId: 'a', vmName: 'a' },
    ])
    expect(source.facts().host?.samples).toEqual([{}])
    expect(source.facts().notReady[0]?.message).toBe('Nothing tells its x. Broken: no figures.')
  })

  it('have what the manager says', () => {
    const source = aSource(['GuestSla'])
    source.takeGuests([guest('a'), guest('b')], 0, vmId => (vmId === 'a' ? { slaClass: 'gold' } : undefined))
    expect([...source.statistics().guests.values()].map(({ sla_class }) => sla_class)).toEqual(['gold', null])
  })

  it('count an id that is told twice once', () => {
    const source = aSource()
    source.takeGuests([guest('a'), guest('a')], 0)
    expect(readyIds(source)).toEqual(['a'])
  })
})

describe('guests over time', () => {
  const faults = (id: string, qemuMajorFaults: number, over: Partial<GuestReading> = {}) =>
    guest(id, { qemuMajorFaults, ...over })
  const seen = (source: Source) => source.facts().guests.map(({ facts }) => facts.samples.map(s => s.host_major_faults))

  it('keep their history, and count since the sample before', () => {
    const source = aSource(['GuestQemuProc'])
    for (const [round, count] of [5, 7, 7, 12].entries()) source.takeGuests([faults('a', count)], round * 10_000)
    expect(seen(source)).toEqual([[2n, 0n, 5n]])
  })

  it('keep it while they are paused, and count over a short one only', () => {
    const source = aSource(['GuestQemuProc'])
    source.takeGuests([faults('a', 5)], 0)
    source.takeGuests([faults('a', 6, { state: 'paused' })], 10_000)
    expect(source.facts().guests).toEqual([])
    source.takeGuests([faults('a', 7)], 20_000)
    expect(seen(source)).toEqual([[0n, 2n]])
    source.takeGuests([faults('a', 8, { state: 'paused' })], 30_000)
    source.takeGuests([faults('a', 9)], 60_000)
    expect(seen(source)).toEqual([[0n, 2n, 0n]])
  })

  const endings = [
    { why: 'are gone', there: [] },
    { why: 'were shut down', there: [guest('a', { state: 'off' })] },
    { why: 'crashed', there: [guest('a', { state: 'crashed' })] },
  ]
  for (const { why, there } of endings) {
    it(`begin anew after they ${why}`, () => {
      const source = aSource(['GuestQemuProc'])
      source.takeGuests([faults('a', 5)], 0)
      source.keep({ guests: new Map([['a', { seen: 1n }]]) })
      source.takeGuests(there, 10_000)
      source.takeGuests([faults('a', 9)], 20_000)
      expect(seen(source)).toEqual([[0n]])
      expect(source.facts().guests[0]?.facts.variables).toEqual({})
    })
  }

  it('are all gone with an empty list', () => {
    const source = aSource()
    source.takeGuests([guest('a')], 0)
    source.takeGuests([], 0)
    expect(source.facts()).toMatchObject({ guests: [], notReady: [] })
    expect(source.latest().guests.size).toBe(0)
  })

  it('keep a name that changed under their id', () => {
    const source = aSource(['GuestQemuProc'])
    source.takeGuests([faults('a', 5, { name: 'old' })], 0)
    source.takeGuests([faults('a', 6, { name: 'new' })], 10_000)
    expect(seen(source)).toEqual([[0n, 1n]])
    expect(source.facts().guests[0]?.facts).toMatchObject({ name: 'new', properties: { name: 'new' } })
  })
})

describe('variables', () => {
  const count = compileProgram([
    {
      name: 'p',
      text: '(def next (e) { (e.SetVar "n" (+ 1 (if (valid (e.GetVar "n")) (e.GetVar "n") 0))) }) (next Host) (with Guests g (next g))',
    },
  ])
  function round(source: Source) {
    const { host, guests } = source.facts()
    const result = evaluate(count, { host: host ?? expect.fail('no host'), guests: guests.map(({ facts }) => facts) })
    const ofGuests = guests.map(({ vmId }, index) => [vmId, result.guests[index]?.variables ?? {}] as const)
    source.keep({ host: result.host.variables, guests: new Map(ofGuests) })
    return { host: result.host.variables, ...Object.fromEntries(ofGuests) }
  }

  it('come back to the host and to each guest by its id', () => {
    const source = aSource()
    source.takeGuests([guest('a'), guest('b')], 0)
    source.takeHost(aHostReading(), 0)
    expect(round(source)).toEqual({ host: { n: 1n }, a: { n: 1n }, b: { n: 1n } })
    source.takeGuests([guest('b', { name: 'a' }), guest('c')], 0)
    expect(round(source)).toEqual({ host: { n: 2n }, b: { n: 2n }, c: { n: 1n } })
  })

  it('stay as they were for guests that are not named', () => {
    const source = aSource()
    source.takeGuests([guest('a'), guest('b')], 0)
    source.keep({
      guests: new Map([
        ['a', { n: 1n }],
        ['b', { n: 1n }],
        ['gone', { n: 1n }],
      ]),
    })
    source.keep({ guests: new Map([['b', {}]]) })
    source.keep({ host: {} })
    expect(source.facts().guests.map(({ facts }) => facts.variables)).toEqual([{ n: 1n }, {}])
  })

  it('hold on to nothing of an evaluation that is over', () => {
    const source = aSource()
    source.takeGuests([guest('a')], 0)
    const entity = { kind: 'entity', label: 'x', member: () => null } as const
    const callable = { kind: 'callable', label: 'x', operands: [0, 0], call: () => null } as const
    source.keep({ guests: new Map([['a', { entity, callable, list: [1n, [entity]], kept: [1n, ['x', null]] }]]) })
    expect(source.facts().guests[0]?.facts.variables).toEqual({ kept: [1n, ['x', null]] })
  })
})
