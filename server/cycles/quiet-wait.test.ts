import { beforeEach, expect, it } from 'vitest'
import { aSnapshot, NOON_MS } from '../../test/fakes/builders.ts'
import { createQuietWait, type QuietWait } from './quiet-wait.ts'

const MINUTE_MS = 60_000
const snapshot = aSnapshot()

let heldMinutes: number
let wait: QuietWait
beforeEach(() => {
  heldMinutes = 0
  wait = createQuietWait({ heldMs: () => heldMinutes * MINUTE_MS, holdMs: 10 * MINUTE_MS })
})

const isOver = (minute: number, isMoving = false, clusterId = 'c1') =>
  wait.isOver({ clusterId, snapshot, isMoving, nowMs: NOON_MS + minute * MINUTE_MS })

it('is over at once where the figures are steady', () => {
  heldMinutes = 10
  expect(isOver(0)).toBe(true)
})

it('is over after three times as long where they never are, each time anew, in each cluster by itself', () => {
  expect([isOver(0), isOver(10), isOver(29), isOver(20, false, 'c2'), isOver(30)]).toEqual([
    false,
    false,
    false,
    false,
    true,
  ])
  expect([isOver(35), isOver(64), isOver(49, false, 'c2'), isOver(50, false, 'c2'), isOver(65)]).toEqual([
    false,
    false,
    false,
    true,
    true,
  ])
})

it('lets moves of ours settle for the whole time, however long they took', () => {
  expect([isOver(0), isOver(60, true), isOver(69)]).toEqual([false, false, false])
  expect(isOver(70)).toBe(true)
  heldMinutes = 10
  expect(isOver(80, true)).toBe(false)
  expect(isOver(81)).toBe(true)
})

it('begins anew for a cluster that was left alone meanwhile', () => {
  isOver(0)
  wait.forget('c1')
  expect([isOver(40), isOver(69), isOver(70)]).toEqual([false, false, true])
})

it('asks for nothing where nothing is to be waited for', () => {
  const none = createQuietWait({ heldMs: () => 0, holdMs: 0 })
  expect(none.isOver({ clusterId: 'c1', snapshot, isMoving: false, nowMs: NOON_MS })).toBe(true)
})
