import { HostError } from '../host-error.ts'
import type { Calls } from './calls.ts'
import { isMomActive } from './parse-host-stats.ts'

/** Far more than any policy has. */
const MAX_LETTERS = 1_048_576

/**
 * Host.setMOMPolicy replaces all rules of MOM, those from files and the parameters of the engine included. vdsm says yes
 * whatever MOM answered, and also when MOM did not answer at all (lib/vdsm/momIF.py, vdsm 4.50); the latter is seen in the
 * statistics. When the engine hands out its parameters again, they fail for want of the variables that the old rules
 * defined: then MOM fails to evaluate anything and sets nothing either.
 */
export async function takeKnobsFromMom(calls: Calls, text: string, signal: AbortSignal): Promise<void> {
  // MOM cannot evaluate what has no expression, and would keep it.
  if (text.trim() === '' || text.length > MAX_LETTERS) {
    throw new HostError('host-refused', `A policy for MOM has 1 to ${MAX_LETTERS} letters, not ${text.length}.`)
  }
  await calls.set('Host.setMOMPolicy', { policy: text }, { signal })
  const stats = await calls.read('Host.getStats', {}, { signal })
  if (isMomActive(stats) === true) return
  throw new HostError('host-no-effect', 'vdsm took the policy, but MOM does not answer it: nobody evaluates it.')
}
