import type { HostTuning } from '../../../shared/api/tuning.ts'

/**
 * What of a host is not as it was found. `giving-back`: nothing is to be enforced any more, so the service gives back what is left.
 * What is set counts, not what is done: the host takes that up with its next figures.
 */
export type Touched = 'nothing' | 'kept' | 'giving-back'

export function touchedState({ saved, wantedMode, pinning, touched }: HostTuning): Touched {
  if (touched.length === 0) return 'nothing'
  const modes = [saved?.modes.mode ?? wantedMode, saved?.modes.pinning ?? pinning.wantedMode]
  return modes.includes('enforce') ? 'kept' : 'giving-back'
}
