import { describe, expect, it } from 'vitest'
import { NOON_MS } from '../../test/fakes/builders.ts'
import { aLog } from '../../test/fakes/log.ts'
import { type DiscoveryStore, keepDiscovery } from './keep-discovery.ts'

function aStore(over: Partial<DiscoveryStore> = {}): DiscoveryStore {
  let kept: number | undefined
  return {
    readDiscoveredMs: async () => kept,
    writeDiscoveredMs: async atMs => {
      kept = atMs
    },
    ...over,
  }
}

describe('when the engine last asked for the units', () => {
  it('is still known after a restart', async () => {
    const store = aStore()
    const before = await keepDiscovery(store, aLog().log)
    expect(before.lastMs()).toBeUndefined()
    await before.onDiscovered(NOON_MS)
    expect(before.lastMs()).toBe(NOON_MS)
    expect((await keepDiscovery(store, aLog().log)).lastMs()).toBe(NOON_MS)
  })

  it('is known while the store cannot be written, which is told', async () => {
    const { log, lines } = aLog()
    const store = aStore({ writeDiscoveredMs: () => Promise.reject(new Error('disk full')) })
    const discovery = await keepDiscovery(store, log)
    await discovery.onDiscovered(NOON_MS)
    expect(discovery.lastMs()).toBe(NOON_MS)
    expect(lines).toHaveLength(1)
  })
})
