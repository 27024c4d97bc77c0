import { describe, expect, it } from 'vitest'
import type { GuestReading, VcpuReading } from '../../../shared/model/host-reading.ts'
import { NOON_MS } from '../../../test/fakes/builders.ts'
import { aGuestReading, aHostReading } from '../../../test/fakes/host-readings.ts'
import type { HostChange } from '../restore/compose-changes.ts'
import type { TouchedKnob } from '../restore/touched-knobs.ts'
import { createPinBalancer, type PinFacts } from './pin-balancer.ts'
import { usualPinLimits } from './usual-pin-limits.ts'

const INTERVAL_MS = 10_000
const HOUR_MS = 3_600_000
const all = [0, 1, 2, 3]
const cpus = all.map(id => ({ id, nodeId: id < 2 ? 0 : 1, socketId: 0, coreId: id }))
const vm = { vmId: 'v0', vmName: 'v0' }
const pins = (from: number[], to: number[], vcpu = 0): HostChange => ({
  knob: 'pins',
  ...vm,
  from: [{ vcpu, cpuIds: from }],
  to: [{ vcpu, cpuIds: to }],
})

type Where = Readonly<{ on: number; pinnedTo?: number[]; busy?: number }>
const touchedBy = (...doubts: TouchedKnob) => new Map([['pins v0', doubts]])

/** Four CPUs, and VMs v0, v1, … of one vCPU each, which are busy where they are. */
function aHost(limits = usualPinLimits) {
  const balancer = createPinBalancer({ limits, reservedCpuIds: new Set(), longestGapMs: 30_000 })
  const ranNs = new Map<string, number>()
  let atMs = NOON_MS
  let facts: PinFacts
  return {
    balancer,
    changes: () => balancer.changes(facts, 'enforce'),
    look(places: readonly Where[], touched: PinFacts['touched'] = new Map(), passMs = INTERVAL_MS) {
      atMs += passMs
      const guests = places.map(({ on, pinnedTo = all, busy = 60 }, index): GuestReading => {
        const id = `v${index}`
        ranNs.set(id, (ranNs.get(id) ?? 0) + (busy / 100) * passMs * 1e6)
        const vcpu: VcpuReading = {
          index: 0,
          state: 'running',
          timeNs: ranNs.get(id) ?? 0,
          delayNs: 0,
          onCpuId: on,
          pinnedTo,
        }
        return aGuestReading({ id, name: id, vcpus: [vcpu] })
      })
      facts = {
        ...{ reading: aHostReading({ takenAtMs: atMs, cpus }), guests, takenAtMs: atMs, touched },
        leaveAlone: () => undefined,
      }
      return balancer.look(facts)
    },
  }
}

const crowded = [{ on: 0 }, { on: 0 }, { on: 1 }]
const vcpuOf = (look: ReturnType<ReturnType<typeof aHost>['look']>, vmId = 'v0') =>
  look?.view.vcpus.find(vcpu => vcpu.vmId === vmId)
const aloneOf = (look: ReturnType<ReturnType<typeof aHost>['look']>, id = 'v0') =>
  look?.view.leftAlone.find(one => one.id === id)?.reason.code

describe('a host that is looked at', () => {
  it('says nothing after one look, nor after a gap', () => {
    const host = aHost()
    expect(host.look(crowded)).toBeUndefined()
    expect(host.look(crowded)).toBeDefined()
    expect(host.look(crowded, new Map(), 30_001)).toBeUndefined()
    expect(host.look(crowded)).toBeDefined()
  })

  it('has moves as changes from where each vCPU may run now', () => {
    const host = aHost()
    for (let look = 0; look < 1 + usualPinLimits.patience; look++) host.look(crowded)
    const [change] = host.changes()
    expect(change).toMatchObject({ by: 'pinning', mode: 'enforce', reason: { code: expect.stringMatching(/^pin-/) } })
    expect(change?.change).toMatchObject({ knob: 'pins', from: [{ vcpu: 0, cpuIds: all }] })
    if (change?.change.knob === 'pins') expect(change.change.to[0]?.cpuIds).toHaveLength(1)
  })

  it('has them from all CPUs, where the host tells no pins', () => {
    const host = aHost()
    const silent = crowded.map(place => ({ ...place, pinnedTo: undefined as unknown as number[] }))
    for (let look = 0; look < 1 + usualPinLimits.patience; look++) host.look(silent)
    expect(host.changes()[0]?.change).toMatchObject({ from: [{ vcpu: 0, cpuIds: all }] })
  })

  it('remembers moves that were made, and only those', () => {
    const [made, refused] = [aHost(), aHost()]
    for (const host of [made, refused])
      for (let look = 0; look < 1 + usualPinLimits.patience; look++) host.look(crowded)
    made.balancer.made(made.changes().map(({ change }) => change))
    refused.balancer.made([])
    const remembered = [made, refused].map(host => [...(host.look(crowded)?.plan.memory.moves.keys() ?? [])])
    expect(remembered).toEqual([['v0 0'], []])
  })
})

describe('a vCPU that we pinned', () => {
  const cases = [
    {
      why: 'may go where it was found',
      touched: touchedBy(pins([0, 1], [0])),
      now: [0],
      allowed: [0, 1],
      isPinned: true,
    },
    {
      why: 'may go where it was found by the doubt that holds',
      touched: touchedBy(pins([0, 1], [1]), pins([0, 1], [0])),
      now: [0],
      allowed: [0, 1],
      isPinned: true,
    },
    {
      why: 'is not ours once it is as found',
      touched: touchedBy(pins(all, [0])),
      now: all,
      allowed: all,
      isPinned: false,
    },
  ]
  for (const { why, touched, now, allowed, isPinned } of cases)
    it(why, () => {
      const host = aHost()
      const places = [{ on: 0, pinnedTo: now }, { on: 0 }, { on: 1 }]
      host.look(places, touched)
      const look = host.look(places, touched)
      expect(vcpuOf(look)).toMatchObject({ allowedCores: allowed, isPinned })
    })
})

describe('a pin that somebody else has set', () => {
  const ours = touchedBy(pins(all, [0]))
  const theirs = [{ on: 2, pinnedTo: [2, 3] }, { on: 0 }, { on: 1 }]

  it('leaves its VM alone for an hour, and is then taken as how it was found', () => {
    const host = aHost()
    host.look(theirs, ours)
    expect(aloneOf(host.look(theirs, ours))).toBe('pin-set-by-others')
    expect(host.balancer.isForeign('v0')).toBe(true)
    for (let passedMs = 0; passedMs < HOUR_MS; passedMs += INTERVAL_MS) host.look(theirs)
    expect(aloneOf(host.look(theirs))).toBe(undefined)
    expect(vcpuOf(host.look(theirs))).toMatchObject({ allowedCores: [2, 3], isPinned: false })
  })

  const known = [
    { why: 'ours', now: [0], touched: ours },
    { why: 'ours by a doubt', now: [0], touched: touchedBy(pins(all, [1]), pins(all, [0])) },
    { why: 'as it was found', now: [0, 1], touched: touchedBy(pins([0, 1], [0])) },
    {
      why: 'all CPUs: it was started anew, or lost its pins on its way',
      now: all,
      touched: touchedBy(pins([0, 1], [0])),
    },
    { why: 'of a vCPU that we never pinned', now: [2], touched: touchedBy(pins(all, [0], 1)) },
  ]
  for (const { why, now, touched } of known)
    it(`is none when it is ${why}`, () => {
      const host = aHost()
      const places = [{ on: now[0] ?? 0, pinnedTo: now }, { on: 0 }, { on: 1 }]
      host.look(places, touched)
      host.look(places, touched)
      expect(host.balancer.isForeign('v0')).toBe(false)
    })
})

it('keeps the node that a VM was seen on first as its home, until the VM has gone', () => {
  const host = aHost()
  host.look(crowded)
  expect(vcpuOf(host.look(crowded))?.homeNode).toBe(0)
  const moved = [{ on: 2 }, ...crowded.slice(1)]
  expect(vcpuOf(host.look(moved))?.homeNode).toBe(0)
  host.look([])
  host.look(moved)
  expect(vcpuOf(host.look(moved))?.homeNode).toBe(1)
})
