import { describe, expect, it } from 'vitest'
import type { ArbiterVm } from './arbitration.ts'
import { chooseLeaver } from './choose-leaver.ts'

const vm = (id: string, residentKiB: number, over: Partial<ArbiterVm> = {}): ArbiterVm => ({
  id,
  name: id,
  residentKiB,
  demandPercent: 0,
  priority: 5,
  canLeave: true,
  ...over,
})

describe('chooseLeaver', () => {
  const cases: { why: string; vms: ArbiterVm[]; expected: string | undefined }[] = [
    { why: 'the one with the least excess', vms: [vm('a', 30), vm('b', 12), vm('c', 20)], expected: 'b' },
    { why: 'one that frees just enough', vms: [vm('a', 10), vm('b', 11)], expected: 'a' },
    { why: 'lowest priority before least excess', vms: [vm('a', 12), vm('b', 30, { priority: 1 })], expected: 'b' },
    { why: 'none that may not leave', vms: [vm('a', 12, { canLeave: false }), vm('b', 30)], expected: 'b' },
    { why: 'the first by name of equal ones', vms: [vm('vm10', 12), vm('vm9', 12)], expected: 'vm9' },
    {
      why: 'none of low priority that frees too little while another frees enough',
      vms: [vm('a', 5, { priority: 1 }), vm('b', 30)],
      expected: 'b',
    },
    { why: 'the one that frees most where none frees enough', vms: [vm('a', 3), vm('b', 8)], expected: 'b' },
    { why: 'of those the less important', vms: [vm('a', 8), vm('b', 8, { priority: 1 })], expected: 'b' },
    { why: 'none that frees nothing', vms: [vm('a', 0)], expected: undefined },
    { why: 'nobody of nobody', vms: [], expected: undefined },
  ]
  const relief = { frees: ({ residentKiB }: ArbiterVm) => residentKiB, isEnough: (freed: number) => freed >= 10 }
  for (const { why, vms, expected } of cases)
    it(`takes ${why}`, () => {
      expect(chooseLeaver(vms, relief)?.id).toBe(expected)
      expect(chooseLeaver(vms.toReversed(), relief)?.id).toBe(expected)
    })
})
