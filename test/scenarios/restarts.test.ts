/** The service killed with SIGKILL at random moments while it works; `npm run bench -- restarts` does it hundreds of times. */
import { describe, expect, it } from 'vitest'
import { benchRestarts } from '../bench/restarts.ts'

describe('kill -9 of the working service', { timeout: 240_000 }, () => {
  it('loses nothing, doubles no migration and leaves no impossible state', async () => {
    const { untrue, kills, runs, migrations } = await benchRestarts(8, 7)
    expect(untrue).toEqual([])
    expect(kills).toBe(8)
    expect(runs).toBeGreaterThan(0)
    expect(migrations).toBeGreaterThan(0)
  })
})
