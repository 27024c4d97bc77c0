import type { Config } from '../config/settings.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import type { Log } from '../telemetry/log.ts'
import { CliFailure } from './outcome.ts'

/** Throws CliFailure for a store that cannot be used. */
export async function startStore(config: Config, log: Pick<Log, 'error'>): Promise<Store> {
  try {
    return await openStore({
      file: config['store.file'],
      reportBadRow: row => log.error({ ...row }, 'A stored row cannot be read; it is left as it is and skipped.'),
    })
  } catch (error) {
    throw new CliFailure((error as Error).message, { cause: error })
  }
}
