import { existsSync } from 'node:fs'
import type { SupportRecord } from '../../../shared/api/support.ts'
import type { Config } from '../../config/settings.ts'
import { openPostgresStore, openStore } from '../../store/open-store.ts'
import type { Store } from '../../store/store.ts'
import { postgresAddressOf } from '../start-store.ts'
import { readEngine } from '../units/units-run-command.ts'
import { collectRecords } from './collect-records.ts'

/** What the store and the engine tell while no service runs. Each may be missing: the bundle then says why. Never rejects. */
export async function offlineRecords(config: Config): Promise<SupportRecord[]> {
  const store = await open(config)
  try {
    return await collectRecords({ config, store, snapshot: () => readEngine(config) })
  } finally {
    await store.close()
  }
}

/** A store that was never made is not made for this. */
async function open(config: Config): Promise<Store> {
  const file = config['store.file']
  try {
    const address = postgresAddressOf(config)
    if (address !== undefined) return await openPostgresStore({ address, reportBadRow: () => undefined })
    if (!existsSync(file)) throw new Error(`there is no store ${file}`)
    return await openStore({ file, reportBadRow: () => undefined })
  } catch (error) {
    return brokenStore(error as Error)
  }
}

/** Every read of it fails with this. */
const brokenStore = (error: Error): Store =>
  new Proxy({} as Store, {
    get: (_, name) =>
      name === 'close' ? async () => undefined : name === 'then' ? undefined : () => Promise.reject(error),
  })
