import { describe, expect, it } from 'vitest'
import { aPlacementProblem } from '../../../test/fakes/placements.ts'
import { createRandom } from './random.ts'
import { similarVms } from './similar-vms.ts'

const ofNeeds = (needs: readonly number[]) =>
  aPlacementProblem({
    initial: new Int32Array(needs.length),
    need: Float64Array.from(needs),
    capacity: Float64Array.of(1e9),
  })

describe('similarVms', () => {
  it('lists the nearest first, never the VM itself', () => {
    const { table, each } = similarVms(ofNeeds([1, 9, 2, 7]), createRandom(1))
    expect([each, [...table.slice(0, each)], [...table.slice(each, 2 * each)]]).toEqual([3, [2, 3, 1], [3, 2, 0]])
  })

  it('keeps 32 of many', () => {
    const { table, each } = similarVms(ofNeeds([...Array(100).keys()]), createRandom(1))
    const of50 = [...table.slice(50 * each, 51 * each)].toSorted((a, b) => a - b)
    expect([each, of50.at(0), of50.at(-1)]).toEqual([32, 34, 66])
  })

  it('samples where there are too many to compare', () => {
    const { table, each } = similarVms(ofNeeds([...Array(3_000).keys()]), createRandom(1))
    const distances = [...table.slice(0, each)]
    expect(each).toBe(32)
    expect(distances).not.toContain(0)
    expect(Math.max(...distances)).toBeLessThan(300)
  })

  it('has none for a VM that is alone', () => {
    expect(similarVms(ofNeeds([5]), createRandom(1))).toEqual({ table: new Int32Array(0), each: 0 })
  })
})
