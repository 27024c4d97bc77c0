import type { SnapshotState } from '../../shared/model/snapshot.ts'
import type { Log } from '../telemetry/log.ts'

/** Tells once of what cannot be read and is left out, such as hosts, VMs or affinity groups, and again when it is other. */
export function warnOfGaps(log: Pick<Log, 'warn'>): (state: SnapshotState) => void {
  let told = ''
  return ({ snapshot }) => {
    const problems = snapshot?.problems ?? []
    const now = problems.map(({ path, problem }) => `${path}: ${problem}`).join('; ')
    if (now !== told && now !== '') {
      log.warn({ problems }, 'Parts of what the engine sent cannot be read; they are left out.')
    }
    told = now
  }
}
