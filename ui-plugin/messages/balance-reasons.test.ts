// @vitest-environment node
import { expect, it } from 'vitest'
import { standingOf, whyCalledOff, whyGiven, whyReturned, whyTaken } from '../../server/tuning/memory/memory-reasons.ts'
import { usualMemoryLimits } from '../../server/tuning/memory/usual-memory-limits.ts'
import { viewMemory } from '../../server/tuning/memory/view-memory.ts'
import { type WeighedGuest, weighGuest } from '../../server/tuning/memory/weigh-guest.ts'
import type { CpuView, MovableVcpu } from '../../server/tuning/pinning/cpu-view.ts'
import { noPinMemory, type PinMemory } from '../../server/tuning/pinning/pin-plan.ts'
import { planPins, rememberMoves, settle } from '../../server/tuning/pinning/plan-pins.ts'
import { usualPinLimits as limits } from '../../server/tuning/pinning/usual-pin-limits.ts'
import type { GuestReading } from '../../shared/model/host-reading.ts'
import type { Reason } from '../../shared/policy/reason.ts'
import { aGuestReading, aHostReading } from '../../test/fakes/host-readings.ts'
import { germanReasons } from './german-reasons.ts'
import { germanRemarks } from './german-remarks.ts'
import { reasonTranslator } from './reason-sentence.ts'

const translate = reasonTranslator({ reasons: germanReasons, remarks: germanRemarks, number: String })
const unknown = (reasons: readonly Reason[]) =>
  reasons.filter(reason => {
    const { sentence, rest } = translate(reason)
    return sentence === reason.text || / (is|are|the|of) /.test(`${sentence} ${rest}`)
  })
const codes = (reasons: readonly Reason[]) => [...new Set(reasons.map(({ code }) => code))].toSorted()

const GIB = 1024 * 1024

it('every sentence about memory that is given or taken is known in German', () => {
  const guest = { vmId: 'a', vmName: 'a', currentKiB: 4 * GIB, minKiB: 2 * GIB, maxKiB: 8 * GIB, usableKiB: 1000 }
  const weighed = (strain?: WeighedGuest['strain'], over = {}) =>
    weighGuest({ ...guest, priority: 0, ...over }, strain, usualMemoryLimits, false)
  const round = { targets: [], reserveKiB: 1, budgetKiB: 2, needKiB: 3, givableKiB: 4 }
  const reasons = [
    whyGiven(weighed(), 5),
    whyGiven(weighed({ kind: 'swaps', kibPerS: 7 }), 5),
    whyGiven(weighed({ kind: 'faults', perS: 9, usualPerS: 1 }), 5),
    whyGiven(weighed(undefined, { usableKiB: 4 * GIB, currentKiB: GIB }), 5),
    whyCalledOff(weighed()),
    whyTaken(weighed(), 5, { unmetKiB: 3, missingKiB: 0, reserveKiB: 1 }),
    whyTaken(weighed(), 5, { unmetKiB: 3, missingKiB: 2, reserveKiB: 1 }),
    whyReturned(weighed(), 5, 6),
    ...(['calm', 'short', 'emergency'] as const).map(phase => standingOf({ ...round, phase }, 9)),
  ]
  expect(codes(reasons)).toHaveLength(11)
  expect(unknown(reasons)).toEqual([])
})

it('every sentence about VMs whose memory is left alone is known in German', () => {
  const usual = aGuestReading({ balloon: { currentKiB: 2 * GIB, maxKiB: 4 * GIB, minKiB: GIB } })
  const { balloon: _balloon, ...bare } = usual
  const { guestMemory: _inside, ...silent } = usual
  const balloon = { currentKiB: 2 * GIB, maxKiB: 4 * GIB, minKiB: GIB }
  const guests: readonly GuestReading[] = [
    { ...usual, state: 'paused' },
    { ...usual, responsive: false },
    bare,
    { ...usual, balloon: { ...balloon, enabled: false } },
    silent,
    { ...usual, guestMemory: { usableKiB: GIB, ageMs: 90_000 } },
    { ...usual, guestMemory: { usableKiB: GIB }, balloon: { ...balloon, minKiB: 4 * GIB } },
    { ...usual, guestMemory: { usableKiB: GIB }, balloon: { ...balloon, currentKiB: 5 * GIB } },
  ]
  const context = {
    ...{ staleMs: 60_000, leaveAlone: () => undefined, headedOf: () => undefined, priorityOf: () => undefined },
  }
  const reasons = viewMemory(aHostReading(), guests, context)?.leftAlone.map(({ reason }) => reason) ?? []
  expect(codes(reasons)).toHaveLength(8)
  expect(unknown(reasons)).toEqual([])
})

it('every sentence about moves of vCPUs, and about rounds with and without them, is known in German', () => {
  const vcpu = (vmId: string, index: number, demandPercent: number, core: number, over = {}): MovableVcpu => ({
    ...{ vmId, vmName: vmId, vcpu: index, demandPercent, core, allowedCores: [0, 1] },
    ...{ isTogether: false, isPinned: false, ...over },
  })
  const view = (vcpus: readonly MovableVcpu[], nodes = false): CpuView => ({
    ...{ atMs: 0, vcpus, leftAlone: [] },
    cores: [0, 1].map(id => ({ cpuIds: [id], capacity: 1, fixedPercent: 0, ...(nodes && { nodeId: id }) })),
  })
  const crowded = view([vcpu('a', 0, 60, 0), vcpu('a', 1, 60, 0)])
  const crowdedMore = view([vcpu('a', 0, 60, 0), vcpu('a', 1, 60, 0), vcpu('a', 2, 60, 0)])
  const swap = view([vcpu('a', 0, 70, 0), vcpu('b', 0, 60, 0), vcpu('c', 0, 55, 1), vcpu('d', 0, 35, 1)])
  const far = view([vcpu('a', 0, 60, 1, { homeNode: 0 }), vcpu('b', 0, 60, 1, { homeNode: 1 })], true)
  const patient: PinMemory = { ...noPinMemory, isActive: true, streak: limits.patience - 1 }
  const once = planPins(crowdedMore, patient, limits)
  const remembered = rememberMoves(once.memory, once.moves, crowdedMore)
  const often = { ...limits, movesPerVcpuPerHour: 1 / 3 }
  const plans = [
    planPins(view([vcpu('a', 0, 1, 0)]), noPinMemory, limits),
    planPins(view([vcpu('a', 0, 1, 0)]), patient, limits),
    planPins({ ...view([]), cores: [{ cpuIds: [0], capacity: 1, fixedPercent: 50 }] }, patient, limits),
    planPins(view([vcpu('a', 0, 60, 0), vcpu('b', 0, 60, 1)]), patient, limits),
    planPins(view([vcpu('a', 0, 90, 0), vcpu('b', 0, 3, 1)]), patient, limits),
    planPins(crowded, noPinMemory, limits),
    planPins(crowded, patient, limits),
    once,
    planPins(crowdedMore, patient, { ...limits, movesPerRound: 2 }),
    planPins(crowdedMore, { ...remembered, streak: 2 }, often),
  ]
  const moves = [crowded, swap, far].flatMap(one => settle(one, limits).moves)
  const reasons = [...plans.map(({ standing }) => standing), ...moves.map(({ reason }) => reason)]
  for (const code of 'release idle none-movable even nothing-fits waiting held moved even-out home-node swap'.split(
    ' ',
  ))
    expect(codes(reasons)).toContain(`pin-${code}`)
  expect(unknown(reasons)).toEqual([])
})
