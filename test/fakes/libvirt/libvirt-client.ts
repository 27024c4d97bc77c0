import { setTimeout as delay } from 'node:timers/promises'
import { connectHost } from '../../../server/hosts/connect-host.ts'
import type { HostClient } from '../../../server/hosts/host-client.ts'
import { dialLibvirt, type LibvirtOptions } from '../../../server/hosts/libvirt/dial-libvirt.ts'

/** Our client of a libvirt daemon, as the service would have it, except that it connects again after a second, always. */
export function libvirtClient(options: Omit<LibvirtOptions, 'now'>): HostClient {
  return connectHost({
    dial: dialLibvirt({ now: Date.now, ...options }),
    sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
    now: Date.now,
    random: () => 0,
  })
}

/** The same, once it is connected. */
export async function connectedClient(options: Omit<LibvirtOptions, 'now'>): Promise<HostClient> {
  const client = libvirtClient(options)
  const { promise, resolve } = Promise.withResolvers<void>()
  client.onConnection(({ state }) => state === 'connected' && resolve())
  await promise
  return client
}
