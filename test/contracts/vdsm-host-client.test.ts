import { readFileSync } from 'node:fs'
import { sleep } from '../../server/cycles/sleep.ts'
import { connectHost } from '../../server/hosts/connect-host.ts'
import { dialVdsm } from '../../server/hosts/vdsm/dial-vdsm.ts'
import { VM_ID } from '../fakes/vdsm/vdsm-world.ts'
import { startVdsmServer } from '../fakes/vdsm-server.ts'
import { hostClientContract } from './host-client.ts'

const pem = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}.pem`, import.meta.url), 'utf8')
const serverTls = { certificate: pem('engine'), key: pem('engine-key'), clientCa: pem('callers-ca') }
const clientTls = { ca: pem('ca'), certificate: pem('caller'), key: pem('caller-key') }

hostClientContract('vdsm, over mutual TLS', async () => {
  const server = await startVdsmServer({ tls: serverTls })
  const dial = dialVdsm({ address: 'localhost', port: server.port, tls: clientTls })
  const client = connectHost({ dial, sleep, now: Date.now, random: () => 0 })
  return {
    client,
    vmId: VM_ID,
    device: 'vda',
    unsupported: ['shares'],
    async pauseAndResume() {
      server.changeStatus(VM_ID, 'Paused')
      server.changeStatus(VM_ID, 'Up')
    },
    breakConnection: async () => server.dropConnections(),
    async close() {
      client.close()
      await server.close()
    },
  }
})
