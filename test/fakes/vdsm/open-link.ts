/** vdsm on free ports, and links to it. All that is started ends with the test. */
import { afterEach } from 'vitest'
import type { HostEvent, HostLink } from '../../../server/hosts/host-client.ts'
import { dialVdsm } from '../../../server/hosts/vdsm/dial-vdsm.ts'
import type { VdsmOptions, VdsmTiming } from '../../../server/hosts/vdsm/vdsm-options.ts'
import { startVdsmServer, type VdsmServer, type VdsmServerOptions } from '../vdsm-server.ts'

const opened: { close(): unknown }[] = []
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close()
})

export async function serve(options: VdsmServerOptions = {}): Promise<VdsmServer> {
  const server = await startVdsmServer(options)
  opened.push(server)
  return server
}

/** To be told of what happens, hand it `events`. */
export async function dial(
  options: VdsmOptions,
  events: HostEvent[] = [],
  signal = AbortSignal.timeout(20_000),
): Promise<HostLink> {
  const link = await dialVdsm(options)(event => events.push(event), signal)
  opened.push(link)
  return link
}

export const clearTo = (port: number, timing: Partial<VdsmTiming> = {}): VdsmOptions => ({
  address: '127.0.0.1',
  port,
  tls: 'clear',
  timing,
})

export type OpenLink = Readonly<{ server: VdsmServer; link: HostLink; events: HostEvent[] }>

/** A vdsm in clear and a link to it, with waits that a test can afford. */
export async function openVdsmLink(
  timing: Partial<VdsmTiming> = {},
  options: VdsmServerOptions = {},
): Promise<OpenLink> {
  const server = await serve(options)
  const events: HostEvent[] = []
  return { server, events, link: await dial(clearTo(server.port, timing), events) }
}
