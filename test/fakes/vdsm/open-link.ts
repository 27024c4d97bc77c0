import type { HostEvent, HostLink } from '../../../server/hosts/host-client.ts'
import { dialVdsm } from '../../../server/hosts/vdsm/dial-vdsm.ts'
import type { VdsmTiming } from '../../../server/hosts/vdsm/vdsm-options.ts'
import { startVdsmServer, type VdsmServer, type VdsmServerOptions } from '../vdsm-server.ts'

export type OpenLink = Readonly<{
  server: VdsmServer
  link: HostLink
  events: HostEvent[]
  close(): Promise<void>
}>

/** A vdsm in clear and a link to it, with waits that a test can afford. */
export async function openVdsmLink(
  timing: Partial<VdsmTiming> = {},
  options: VdsmServerOptions = {},
): Promise<OpenLink> {
  const server = await startVdsmServer(options)
  const events: HostEvent[] = []
  const dial = dialVdsm({ address: '127.0.0.1', port: server.port, tls: 'clear', timing })
  const link = await dial(event => events.push(event), AbortSignal.timeout(20_000))
  return {
    server,
    link,
    events,
    async close() {
      link.close()
      await server.close()
    },
  }
}
