import type { SnapshotState } from '../../shared/model/snapshot.ts'
import type { Log } from '../telemetry/log.ts'

/** Tells once of hosts and VMs that cannot be read and are left out, and again when it is others. */
export function warnOfGaps(log: Pick<Log, 'warn'>): (state: SnapshotState) => void {
  let told = ''
  return ({ snapshot }) => {
    const problems = snapshot?.problems ?? []
    const now = problems.map(({ path, problem }) => `${path}: ${problem}`).join('; ')
    if (now !== told && now !== '') {
      log.warn({ problems }, 'Parts of what the engine sent cannot be read; those hosts and VMs are left out.')
    }
    told = now
  }
}
