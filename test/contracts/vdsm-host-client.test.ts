import { vdsmBench } from '../fakes/vdsm/vdsm-bench.ts'
import { serverTls } from '../fakes/vdsm/vdsm-tls.ts'
import { startVdsmServer } from '../fakes/vdsm-server.ts'
import { hostClientContract } from './host-client.ts'

hostClientContract('vdsm, over mutual TLS', async () => {
  const server = await startVdsmServer({ tls: serverTls })
  const bench = vdsmBench(server.port, server.changeStatus)
  return {
    ...bench,
    breakConnection: async () => server.dropConnections(),
    async close() {
      bench.client.close()
      await server.close()
    },
  }
})
