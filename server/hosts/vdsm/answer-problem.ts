import { HostError, type HostErrorCode } from '../host-error.ts'
import { quoted } from './quoted.ts'

/** vdsm asks for patience after its start; the call was not made. (lib/vdsm/common/exception.py, vdsm 4.50) */
export const RECOVERING = 99

type Told = readonly [code: HostErrorCode, words: string]

/** The codes of vdsm that we expect. Any other one is a refusal in the host’s own words. */
const known: Readonly<Record<number, Told>> = {
  1: ['host-no-such-vm', 'the VM is not on this host'],
  11: ['host-refused', 'a parameter is missing'],
  40: ['host-busy', 'what it needs is in use'],
  47: ['host-busy', 'the migration cannot be cancelled'],
  51: ['host-busy', 'the VM is migrating'],
  53: ['host-refused', 'the balloon cannot be set so'],
  54: ['host-refused', 'the policy of MOM cannot be changed'],
  60: ['host-refused', 'the number of vCPUs cannot be set'],
  62: ['host-refused', 'the CPU quota or period is not allowed'],
  63: ['host-refused', 'the policy of the VM cannot be changed'],
  64: ['host-refused', 'the I/O limits are not allowed'],
  71: ['host-refused', 'KSM cannot be set so'],
  91: ['host-refused', 'a parameter is not allowed'],
  [RECOVERING]: ['host-busy', 'vdsm recovers after its start'],
  1100: ['host-busy', 'too many calls wait there'],
  [-32_601]: ['host-unsupported', 'this version of vdsm does not know the call'],
}

/** What an error in an answer means to the caller. */
export function answerProblem(method: string, code: number, said: string): HostError {
  const [hostCode, words] = known[code] ?? (['host-refused', 'the host could not do it'] as const)
  return new HostError(hostCode, `${method}: ${words}. vdsm says ${quoted(said)} (code ${code}).`)
}
