import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { insertPrimary, insertSecondary, place, standardEntries } from './menu-model.ts'

describe('the left menu', () => {
  const positions = [
    { priority: -5, at: 0 },
    { priority: 0, at: 0 },
    { priority: 2, at: 2 },
    { priority: 99, at: 5 },
    { priority: Number.MAX_SAFE_INTEGER, at: 5 },
  ]
  for (const { priority, at } of positions) {
    it(`puts a first-level entry of priority ${priority} at ${at}`, () => {
      const entries = standardEntries()
      insertPrimary(entries, place('scheduler', 'Scheduler'), priority)
      assert.equal(
        entries.findIndex(({ id }) => id === 'scheduler'),
        at,
      )
    })
  }

  const inGroup = [
    { priority: -1, at: 3 },
    { priority: 0, at: 0 },
    { priority: 99, at: 3 },
  ]
  for (const { priority, at } of inGroup) {
    it(`puts an entry of priority ${priority} at ${at} of its group`, () => {
      const entries = standardEntries()
      assert.equal(insertSecondary(entries, 'compute', place('scheduler', 'Scheduler'), priority), true)
      assert.equal(
        entries[0]?.children.findIndex(({ id }) => id === 'scheduler'),
        at,
      )
    })
  }

  it('does not take entries into an unknown group or into a place', () => {
    const entries = standardEntries()
    assert.equal(insertSecondary(entries, 'nowhere', place('a', 'A'), 0), false)
    assert.equal(insertSecondary(entries, 'events', place('a', 'A'), 0), false)
  })
})
