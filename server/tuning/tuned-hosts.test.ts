import { describe, expect, it } from 'vitest'
import { aTunedWorld, enforcing, observing, pinsOf } from '../../test/fakes/tuned-world.ts'

describe('a tuned host', () => {
  it('has its vCPUs pinned while that is wanted, and as they were when it no longer is', async () => {
    const bench = aTunedWorld({ hosts: ['host5'] })
    const before = pinsOf(bench.guests('host5'))
    const tuned = await bench.start()
    bench.set(enforcing)
    await bench.rounds(tuned, 20)
    const view = bench.view(tuned, 'host5')
    expect(view?.decisions.filter(({ by, outcome }) => by === 'pinning' && outcome === 'made').length).toBeGreaterThan(
      5,
    )
    expect(pinsOf(bench.guests('host5'))).not.toEqual(before)
    bench.set(observing)
    await bench.rounds(tuned, 2)
    expect(pinsOf(bench.guests('host5'))).toEqual(before)
    expect(bench.rows.size).toBe(0)
  })
})
