import { describe, expect, it } from 'vitest'
import type { GuestReading } from '../../shared/model/host-reading.ts'
import { reason } from '../../shared/policy/reason.ts'
import { NOON_MS } from '../../test/fakes/builders.ts'
import { aGuestReading, aHostReading } from '../../test/fakes/host-readings.ts'
import { type BalanceFacts, createHostBalance } from './host-balance.ts'
import { usualMemoryLimits } from './memory/usual-memory-limits.ts'
import { usualPinLimits } from './pinning/usual-pin-limits.ts'
import type { HostChange } from './restore/compose-changes.ts'
import { LOST_MS } from './restore/lost-knobs.ts'
import type { VmStanding } from './vm-standing.ts'

const GIB = 1_048_576
const because = reason('test', 'For the test.')
const guest = (id: string, over: Partial<GuestReading> = {}) =>
  aGuestReading({
    ...{ id, name: id, balloon: { currentKiB: 4 * GIB, maxKiB: 4 * GIB, minKiB: GIB } },
    guestMemory: { totalKiB: 4 * GIB, usableKiB: 3 * GIB, ageMs: 0 },
    ...over,
  })
const pins: HostChange = {
  knob: 'pins',
  ...{ vmId: 'a', vmName: 'a' },
  from: [{ vcpu: 0, cpuIds: [0, 1] }],
  to: [{ vcpu: 0, cpuIds: [1] }],
}
const enforce = { mode: 'enforce', pinning: 'enforce', memory: 'balancer' } as const

/** A host with hardly any memory left, looked at every ten seconds. */
function aHost(standings: Readonly<Record<string, VmStanding>> = {}) {
  const balance = createHostBalance({
    pins: { limits: usualPinLimits, reservedCpuIds: new Set(), longestGapMs: 30_000 },
    memory: usualMemoryLimits,
    staleMs: 30_000,
    standingOf: vmId => standings[vmId] ?? { priority: 0, canLeave: true },
    headedKiB: () => undefined,
    newId: () => 'event',
  })
  let nowMs = NOON_MS
  const look = (over: Partial<BalanceFacts> & Readonly<{ availableKiB?: number; passMs?: number }> = {}) => {
    const { availableKiB = 3 * GIB, passMs = 10_000, ...facts } = over
    nowMs += passMs
    return balance.balance({
      ...{ nowMs, takenAtMs: nowMs, host: { id: 'h1', name: 'host1' }, modes: enforce },
      reading: aHostReading({ takenAtMs: nowMs, memory: { totalKiB: 64 * GIB, availableKiB } }),
      guests: ['a', 'b'].map(id => guest(id)),
      ...{ touched: new Map(), leaving: new Map(), arrived: new Map(), isFromBefore: false },
      ...facts,
    })
  }
  const changed = (over: Parameters<typeof look>[0] = {}) =>
    look(over).others.map(({ by, change }) => `${by} ${change.knob} ${'vmId' in change ? change.vmId : ''}`)
  return { balance, look, changed }
}

describe('memory of a host that is short of it', () => {
  it('is taken from those that have plenty', () => {
    expect(aHost().changed()).toEqual(['memory balloon a', 'memory balloon b'])
  })

  it('is not taken from a VM that came or was started a moment ago', () => {
    const host = aHost()
    host.look({ guests: [guest('a')] })
    expect(host.changed()).toEqual(['memory balloon a'])
    expect(host.changed({ passMs: 119_999 })).toEqual(['memory balloon a'])
    expect(host.changed({ passMs: 1 })).toEqual(['memory balloon a', 'memory balloon b'])
  })

  it('is taken from a VM that was only paused', () => {
    const host = aHost()
    host.look({ guests: [guest('a'), guest('b', { state: 'paused' })] })
    expect(host.changed()).toEqual(['memory balloon a', 'memory balloon b'])
  })

  const alone: Readonly<Record<string, Parameters<ReturnType<typeof aHost>['look']>[0]>> = {
    'that is to leave': { leaving: new Map([['a', because]]) },
    'whose balloon is the policy’s': { modes: { ...enforce, memory: 'policy' } },
    'while hosts are only observed': { modes: { ...enforce, mode: 'observe' } },
  }
  for (const [why, facts] of Object.entries(alone))
    it(`is not taken from a VM ${why}`, () => {
      expect(aHost().changed(facts)).not.toContain('memory balloon a')
    })

  it('is not taken from a VM that keeps it', () => {
    const host = aHost({ a: { priority: 0, canLeave: true, keepsMemory: because } })
    expect(host.changed()).toEqual(['memory balloon b'])
  })
})

describe('pins that we have set', () => {
  const touched = new Map([['pins a', [pins]]])
  const pinned = [guest('a', { vcpus: [{ index: 0, timeNs: 0, onCpuId: 1, pinnedTo: [1] }] }), guest('b')]

  it('go back when the VM is to leave', () => {
    const leaving = new Map([['a', because]])
    expect(aHost().changed({ touched, leaving, guests: pinned })).toContain('restore pins a')
  })

  it('are forgotten when their VM is gone for long, and not before', () => {
    const host = aHost()
    const gone = { touched, guests: [guest('b')] }
    expect(host.look(gone).forget).toEqual([])
    expect(host.look({ ...gone, passMs: LOST_MS }).forget).toEqual([])
    expect(host.look({ ...gone, passMs: 1 }).forget).toEqual(['pins a'])
  })

  it('go back when we stop', () => {
    const { balance } = aHost()
    const now = { nowMs: 0, reading: aHostReading(), guests: pinned, touched, leaving: new Map() }
    expect(balance.giveBack(now).changes.map(({ change, reason }) => [change.knob, reason?.code])).toEqual([
      ['pins', 'restore-stop'],
    ])
  })
})

describe('the arbiter of a host', () => {
  const short = { availableKiB: GIB, guests: ['a', 'b'].map(id => guest(id, { balloon: undefined })) }

  it('asks for a VM to leave where that is allowed', () => {
    const { look } = aHost()
    expect(
      look(short)
        .arbitrate([])
        .asks.map(({ change }) => change.knob),
    ).toEqual(['request'])
    expect(
      aHost()
        .look({ ...short, cannotAsk: because })
        .arbitrate([]).asks,
    ).toEqual([])
  })

  it('says so where it may ask nobody, and asks as soon as it may', () => {
    const { look, balance } = aHost()
    look({ ...short, cannotAsk: because }).arbitrate([])
    const migrate = balance.pressures()[0]?.means.find(({ means }) => means === 'migrate')
    expect([migrate?.chosen, migrate?.because]).toEqual([false, because])
    expect(look(short).arbitrate([]).asks).toHaveLength(1)
  })

  it('ends what is open when nothing is decided any more, and tells each event once', () => {
    const { look, balance } = aHost()
    look(short).arbitrate([])
    look(short).arbitrate([])
    expect(balance.pressures()).toHaveLength(1)
    balance.rest(7)
    balance.rest(8)
    expect(balance.pressures().map(({ endedAtMs }) => endedAtMs)).toEqual([7])
  })
})
