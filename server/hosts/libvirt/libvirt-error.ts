import type { RemoteError } from '../../protocol/libvirt/remote-error.ts'
import { HostError, type HostErrorCode } from '../host-error.ts'
import { printable } from '../printable.ts'

/** `virErrorNumber`, those that mean something to us. */
export const libvirtCodes = {
  internal: 1,
  noSupport: 3,
  noConnect: 5,
  invalidArgument: 8,
  operationDenied: 29,
  systemError: 38,
  rpc: 39,
  noDomain: 42,
  authenticationFailed: 45,
  operationInvalid: 55,
  configurationUnsupported: 67,
  timeout: 68,
  argumentUnsupported: 74,
  operationUnsupported: 84,
  agentUnresponsive: 86,
  resourceBusy: 87,
  accessDenied: 88,
  agentUnsynced: 97,
} as const

const codes: Readonly<Record<number, readonly [HostErrorCode, string]>> = {
  [libvirtCodes.noSupport]: ['host-unsupported', 'libvirt on this host cannot do that'],
  [libvirtCodes.noConnect]: ['host-unsupported', 'libvirt on this host has no such driver'],
  [libvirtCodes.invalidArgument]: ['host-refused', 'libvirt does not allow that value'],
  [libvirtCodes.operationDenied]: ['host-unsupported', 'This connection to libvirt may only read'],
  [libvirtCodes.systemError]: ['host-refused', 'The host’s system did not allow it'],
  [libvirtCodes.noDomain]: ['host-no-such-vm', 'There is no such VM on the host'],
  [libvirtCodes.authenticationFailed]: ['host-authentication', 'libvirt did not accept the user or the password'],
  [libvirtCodes.operationInvalid]: ['host-refused', 'The VM is in no state for that'],
  [libvirtCodes.configurationUnsupported]: ['host-refused', 'libvirt cannot do that with this VM'],
  [libvirtCodes.timeout]: ['host-busy', 'The VM is busy with something else'],
  [libvirtCodes.argumentUnsupported]: ['host-refused', 'libvirt does not know that setting'],
  [libvirtCodes.operationUnsupported]: ['host-unsupported', 'This host, as it is set up, cannot do that'],
  [libvirtCodes.agentUnresponsive]: ['host-busy', 'The agent in the guest does not answer'],
  [libvirtCodes.resourceBusy]: ['host-busy', 'The VM is busy with something else'],
  [libvirtCodes.agentUnsynced]: ['host-busy', 'The agent in the guest does not answer'],
  [libvirtCodes.accessDenied]: ['host-authentication', 'This user may not do that on the host'],
}

/** EPERM, EACCES, EROFS: whatever the value, this host does not let libvirt write there. */
const FORBIDDEN_ERRNOS = new Set([1, 13, 30])

/** What the daemon answered instead of a result. The connection is as good as before. */
export class LibvirtError extends HostError {
  readonly libvirtCode: number

  constructor({ code, message, int1 }: RemoteError) {
    const isForbidden = code === libvirtCodes.systemError && FORBIDDEN_ERRNOS.has(int1)
    const [hostCode, words] = isForbidden
      ? (['host-unsupported', 'The system of this host does not allow libvirt to change that'] as const)
      : (codes[code] ?? (['host-refused', 'libvirt could not do it'] as const))
    super(hostCode, `${words}: ${printable(message)} (libvirt error ${code})`)
    this.libvirtCode = code
  }
}

export const isLibvirtError = (error: unknown, ...wanted: readonly number[]): error is LibvirtError =>
  error instanceof LibvirtError && (wanted.length === 0 || wanted.includes(error.libvirtCode))
