import type { Log } from '../telemetry/log.ts'

/** What of the store this needs. */
export type DiscoveryStore = Readonly<{
  readDiscoveredMs(): Promise<number | undefined>
  writeDiscoveredMs(atMs: number): Promise<void>
}>

export type Discovery = Readonly<{
  /** When the engine last asked which units there are; undefined: never since the store was made. */
  lastMs(): number | undefined
  /** Never rejects: a store that cannot be written keeps no answer from the engine. */
  onDiscovered(atMs: number): Promise<void>
}>

/** Kept over restarts of the service: the engine asks only when it starts itself, which may have been months ago. */
export async function keepDiscovery(store: DiscoveryStore, log: Log): Promise<Discovery> {
  let lastMs = await store.readDiscoveredMs()
  return {
    lastMs: () => lastMs,
    async onDiscovered(atMs) {
      lastMs = atMs
      try {
        await store.writeDiscoveredMs(atMs)
      } catch (error) {
        log.warn({ err: error }, 'When the engine asked for our policy units could not be written down.')
      }
    },
  }
}
