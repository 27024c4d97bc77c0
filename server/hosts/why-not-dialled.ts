import type { HostStatus } from '../../shared/model/host.ts'
import type { HostConnectionKind, HostConnectionRule } from '../../shared/model/watched-host.ts'

/** In these states a host is off, being set up or taken care of: it would not answer, or is not to be disturbed. */
const silent: Partial<Record<HostStatus, string>> = {
  down: 'it is down',
  maintenance: 'it is in maintenance',
  installing: 'it is being installed',
  installing_os: 'it is being installed',
  install_failed: 'its installation failed',
  pending_approval: 'it waits for approval',
  reboot: 'it reboots',
  kdumping: 'it writes a memory dump after a crash',
}

const needsAddress: readonly HostConnectionKind[] = ['vdsm', 'libvirt+tls', 'libvirt+ssh']

/** A sentence for people; undefined: it is to be dialled. */
export function whyNotDialled(
  { kind }: HostConnectionRule,
  {
    status,
    address,
    isOfAnother = false,
  }: Readonly<{
    status?: HostStatus | undefined
    address?: string | undefined
    isOfAnother?: boolean | undefined
  }>,
): string | undefined {
  if (kind === 'none') return 'hosts.connect names no connection for its cluster.'
  if (isOfAnother) return 'Another replica of the service is to look after it, and does not answer now.'
  if (status === undefined) return 'The engine gives it a status that we do not know.'
  if (silent[status] !== undefined) return `The engine says that ${silent[status]}.`
  if (address === undefined && needsAddress.includes(kind)) return 'The engine tells no address of it.'
  return undefined
}
