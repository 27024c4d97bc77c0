import type { HostStatus } from '../../../shared/model/host.ts'
import type { Model } from '../world/model.ts'

/** The engine's word for hosts that nothing can be asked of. */
const silent: ReadonlySet<HostStatus> = new Set([
  ...(['down', 'error', 'initializing', 'installing', 'installing_os', 'install_failed', 'non_responsive'] as const),
  ...(['pending_approval', 'connecting', 'reboot', 'kdumping'] as const),
])

export function answers({ state }: Model, hostId: string): boolean {
  const host = state.hosts.get(hostId)
  return host !== undefined && !silent.has(host.status)
}
