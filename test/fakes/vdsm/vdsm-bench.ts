import { sleep } from '../../../server/cycles/sleep.ts'
import { connectHost } from '../../../server/hosts/connect-host.ts'
import { dialVdsm } from '../../../server/hosts/vdsm/dial-vdsm.ts'
import type { HostBench } from '../../contracts/host-client.ts'
import type { VdsmServer } from '../vdsm-server.ts'
import { clientTls } from './vdsm-tls.ts'
import { VM_ID } from './vdsm-world.ts'

/** Our client of the vdsm on this port, over mutual TLS, for the contract suite. How it breaks and ends is the caller's. */
export function vdsmBench(port: number, changeStatus: VdsmServer['changeStatus']) {
  const dial = dialVdsm({ address: 'localhost', port, tls: clientTls })
  return {
    client: connectHost({ dial, sleep, now: Date.now, random: () => 0 }),
    vmId: VM_ID,
    device: 'vda',
    unsupported: ['shares'],
    async pauseAndResume() {
      changeStatus(VM_ID, 'Paused')
      changeStatus(VM_ID, 'Up')
    },
  } satisfies Partial<HostBench>
}
