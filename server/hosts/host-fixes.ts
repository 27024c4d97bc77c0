import type { HostConnectionKind, HostProblem } from '../../shared/model/watched-host.ts'
import { type HostErrorCode, isHostError } from './host-error.ts'
import { printable } from './printable.ts'

const fixes: Readonly<Record<HostErrorCode, string>> = {
  'host-unreachable': 'See that the host runs and that its port can be reached from this machine; we keep trying.',
  'host-authentication': 'See that the host lets us in: user, password or key as in hosts.*.',
  'host-certificate':
    'See that hosts.caFile signed the host’s certificate, hosts.certificateFile is signed for the hosts, and none has expired.',
  'host-timeout': 'See what keeps the host busy; where it is only far away, raise hosts.callTimeout.',
  'host-protocol':
    'See that hosts.connect names what really answers there, with its port; if so, report it with the log.',
  'host-busy': 'Nothing, unless it stays: the host is asked again.',
  'host-no-such-vm': 'Nothing: the VM has stopped or moved.',
  'host-refused': 'Read what the host says; nothing was changed.',
  'host-no-effect': 'See on the host what else decides on it.',
  'host-unsupported': 'Give its cluster another connection in hosts.connect, or go without.',
  'host-closed': 'Nothing: the connection was closed by us.',
}

/** Where a kind of connection has a fix of its own. */
const fixesByKind: Partial<Record<HostConnectionKind, Partial<Record<HostErrorCode, string>>>> = {
  'libvirt+ssh': {
    // ssh has one exit code for everything; which of it happened is in its words.
    'host-unreachable':
      'See that the host runs. As the service’s own user, run ssh to it once by hand: key and known_hosts must be in place, nothing is asked.',
  },
  'libvirt+unix': {
    'host-unreachable':
      'See that libvirt runs on this machine and that the service’s own user may open its socket (group libvirt).',
  },
  simulated: {
    'host-unreachable': 'See that engine.url is the simulated engine.',
  },
}

/** All there are. */
export const hostFixes: readonly string[] = [fixes, ...Object.values(fixesByKind)].flatMap(Object.values)

/** What an operator can do about it. */
export const fixOf = (code: HostErrorCode, kind: HostConnectionKind): string => fixesByKind[kind]?.[code] ?? fixes[code]

/** What is not a HostError is a fault of ours, told as the connection's. */
export function hostProblem(error: unknown, kind: HostConnectionKind, atMs: number): HostProblem {
  const code = isHostError(error) ? error.code : 'host-unreachable'
  const message = error instanceof Error ? error.message : String(error)
  return { code, message: printable(message), fix: fixOf(code, kind), atMs }
}
