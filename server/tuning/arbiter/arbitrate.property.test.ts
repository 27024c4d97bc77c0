import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aLeaveReason, anArbiterInput, GIB, wanted } from '../../../test/fakes/arbiter-inputs.ts'
import { arbitrate } from './arbitrate.ts'
import type { ArbiterInput, ArbiterState, Arbitration } from './arbitration.ts'
import { givesBack } from './change-effect.ts'
import { PATIENCE_ROUNDS } from './pressure-marks.ts'

const ids = ['a', 'b', 'c', 'd']
const id = fc.constantFrom(...ids)
const percent = fc.integer({ min: 0, max: 250 })
const gib = (max: number) => fc.integer({ min: 0, max: max * 10 }).map(tenths => Math.round((tenths * GIB) / 10))
const source = fc.constantFrom('policy', 'memory', 'pinning', 'restore')

const change = fc.oneof(
  fc.tuple(id, source).map(([vm, by]) => wanted.take(vm, by)),
  fc.tuple(id, source).map(([vm, by]) => wanted.pin(vm, by)),
  fc.tuple(id, source).map(([vm, by]) => wanted.cap(vm, by)),
  source.map(by => wanted.startKsm(by)),
  fc
    .tuple(id, fc.constantFrom('give', 'uncap', 'limitIo', 'migrate', 'shutdown'))
    .map(([vm, what]) => wanted[what](vm)),
  fc.constant(wanted.stopKsm()),
)

const memory = fc.record(
  { availableKiB: gib(15), reserveKiB: fc.constant(10 * GIB), givableKiB: gib(6), ksmRuns: fc.boolean() },
  { requiredKeys: ['availableKiB', 'reserveKiB', 'givableKiB'] },
)
const cpu = fc.record({
  demandPercent: fc.integer({ min: 0, max: 600 }),
  capacityPercent: fc.constant(400),
  highestPercent: percent,
  lowestPercent: percent,
  highestAfterPercent: percent,
})
const vm = fc.record({
  residentKiB: gib(6),
  demandPercent: percent,
  priority: fc.integer({ min: 0, max: 2 }),
  canLeave: fc.boolean(),
})

const input: fc.Arbitrary<ArbiterInput> = fc
  .record(
    {
      memory,
      cpu,
      nowMs: fc.integer({ min: 0, max: 3_000_000 }),
      vms: fc
        .tuple(vm, vm, vm)
        .map(vms => vms.map((known, at) => ({ id: ids[at] ?? '', name: ids[at] ?? '', ...known }))),
      changes: fc.array(change, { maxLength: 8 }),
      leaving: fc.subarray(ids, { maxLength: 2 }).map(some => new Map(some.map(vmId => [vmId, aLeaveReason]))),
      arrived: fc.dictionary(id, fc.integer({ min: 0, max: 3_000_000 })).map(all => new Map(Object.entries(all))),
    },
    { requiredKeys: ['nowMs', 'vms', 'changes', 'leaving', 'arrived'] },
  )
  .map(over => ({ host: anArbiterInput().host, ...over }))

const inputs = fc.array(input, { minLength: 1, maxLength: 8 })

const counter = () => {
  let last = 0
  return () => `event-${++last}`
}

function inTurn(given: readonly ArbiterInput[], newId = counter()): Arbitration[] {
  let state: ArbiterState = {}
  return given.map(each => {
    const result = arbitrate(each, state, newId)
    state = result.state
    return result
  })
}

const always = (holds: (given: ArbiterInput, result: Arbitration) => void) =>
  fc.assert(
    fc.property(inputs, given => {
      for (const [at, result] of inTurn(given).entries()) holds(given[at] as ArbiterInput, result)
    }),
    { numRuns: 500 },
  )

describe('arbitrate', () => {
  it('never holds what gives back, or a request', () =>
    always((_, { held }) => {
      for (const { change } of held) {
        expect(givesBack(change)).toBe(false)
        expect(change.change.knob).not.toBe('request')
      }
    }))

  it('takes nothing from a VM that is to leave', () =>
    always(({ leaving }, { let: passed }) => {
      const taking = passed.filter(each => !givesBack(each) && each.change.knob !== 'request')
      expect(taking.filter(({ change }) => 'vmId' in change && leaving.has(change.vmId))).toEqual([])
    }))

  it('lets or holds each change, in the order given', () =>
    always(({ changes }, { let: passed, held }) => {
      const isHeld = new Set(held.map(({ change }) => change))
      expect(passed).toEqual(changes.filter(each => !isHeld.has(each)))
      expect(passed.length + held.length).toBe(changes.length)
    }))

  it('asks for no VM that may not leave, leaves already, or beside another', () =>
    always(({ vms, leaving, changes }, { asks }) => {
      expect(asks.length).toBeLessThanOrEqual(1)
      for (const { change } of asks) {
        expect(vms.find(({ id }) => 'vmId' in change && id === change.vmId)?.canLeave).toBe(true)
        expect(vms.some(({ id }) => leaving.has(id))).toBe(false)
        expect(changes.some(({ change }) => change.knob === 'request')).toBe(false)
      }
    }))

  it('explains every means, with a sentence and a code of its own', () =>
    always((_, { state, held }) => {
      const means = [state.memory, state.cpu].flatMap(event => event?.means ?? [])
      for (const { code, text } of [...means, ...held].map(({ because }) => because)) {
        expect(code).toMatch(/^pressure-[a-z-]+$/)
        expect(text).toMatch(/^\S.*\.$/)
        expect(text).not.toMatch(/undefined|NaN|Infinity/)
      }
    }))

  it('has one event of a kind after the other', () =>
    fc.assert(
      fc.property(inputs, given => {
        const events = inTurn(given).flatMap(({ told }) => told)
        for (const kind of ['memory', 'cpu']) {
          let openId: string | undefined
          const ended = new Set<string>()
          for (const { id, endedAtMs } of events.filter(event => event.kind === kind)) {
            expect(ended.has(id)).toBe(false)
            expect(openId ?? id).toBe(id)
            openId = endedAtMs === undefined ? id : undefined
            if (endedAtMs !== undefined) ended.add(id)
          }
        }
      }),
      { numRuns: 500 },
    ))

  it('has nothing to tell or to ask where nothing changes', () =>
    fc.assert(
      fc.property(inputs, input, (before, same) => {
        const settled = Array.from({ length: PATIENCE_ROUNDS }, () => same)
        const last = inTurn([...before, ...settled, same]).at(-1)
        expect([last?.told, last?.asks]).toEqual([[], []])
      }),
      { numRuns: 500 },
    ))

  it('comes to the same from the same, and changes nothing of it', () =>
    fc.assert(
      fc.property(inputs, given => {
        const copy = structuredClone(given)
        expect(inTurn(given)).toEqual(inTurn(copy))
        expect(given).toEqual(copy)
      }),
    ))
})
