import { apiPaths } from '../../../shared/api/paths.ts'
import type { Health } from '../../../shared/api/service.ts'
import type { SupportRecord, SupportRecords } from '../../../shared/api/support.ts'
import { CliFailure } from '../outcome.ts'
import { type OneEngine, withService } from '../units/ask-service.ts'

/** What the running service knows. Throws CliFailure. */
export async function onlineRecords(loaded: OneEngine): Promise<SupportRecord[]> {
  try {
    return await withService(loaded, async ask => {
      const { records } = await ask<SupportRecords>('GET', apiPaths.supportRecords)
      return [...records, { kind: 'health', value: await ask<Health>('GET', apiPaths.health) }]
    })
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error
    const fix = 'While the service does not run, add --offline.'
    throw new CliFailure(`${error.message} ${fix}`, { cause: error })
  }
}
