import { describe, expect, it } from 'vitest'
import { createSettlingVms, SETTLING_MS } from './settling-vms.ts'

/** Looks one after the other: what runs, when. */
function lookedAt(looks: readonly (readonly [running: readonly string[], atMs: number])[]) {
  const vms = createSettlingVms()
  for (const [running, atMs] of looks) vms.look(running, atMs)
  return vms
}

const cases = [
  { why: 'there from the first look on', looks: [[['a'], 0]], atMs: 0, code: undefined },
  {
    why: 'new',
    looks: [
      [[], 0],
      [['a'], 10],
    ],
    atMs: 10,
    code: 'memory-settling',
  },
  {
    why: 'new until it has settled',
    looks: [
      [[], 0],
      [['a'], 10],
    ],
    atMs: SETTLING_MS + 9,
    code: 'memory-settling',
  },
  {
    why: 'settled',
    looks: [
      [[], 0],
      [['a'], 10],
    ],
    atMs: SETTLING_MS + 10,
    code: undefined,
  },
  {
    why: 'stopped and started',
    looks: [
      [['a'], 0],
      [[], 10],
      [['a'], 20],
    ],
    atMs: 20,
    code: 'memory-settling',
  },
  {
    why: 'new before the clock was set back',
    looks: [
      [[], 0],
      [['a'], 10],
    ],
    atMs: 5,
    code: undefined,
  },
] as const

describe('a VM', () => {
  for (const { why, looks, atMs, code } of cases)
    it(`that is ${why} is ${code === undefined ? 'not ' : ''}left to settle`, () => {
      expect(lookedAt(looks).why('a', atMs)?.code).toBe(code)
    })
})
