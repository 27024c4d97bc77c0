import { HostError } from '../host-error.ts'
import type { Calls } from './calls.ts'
import { parseVmStats, type VmStats } from './parse-vm-stats.ts'
import { number, vmIdOf } from './wire.ts'

const soon: readonly string[] = [
  'Powering up',
  'RebootInProgress',
  'WaitForLaunch',
  'Saving State',
  'Restoring state',
  'Migration Source',
  'Migration Destination',
]

/**
 * The VM as it is at this moment, if it may be changed: it is here, up, not on its way elsewhere, and its QEMU answers. vdsm
 * would try in any case, and a change to a VM that migrates may be lost or come too late. Rejects with HostError.
 */
export async function checkVm(calls: Calls, givenId: string, signal: AbortSignal): Promise<VmStats> {
  const vmId = vmIdOf(givenId)
  if (vmId === undefined) throw new HostError('host-no-such-vm', 'No VM has an id that is not a UUID.')
  const found = parseVmStats(await calls.read('VM.getStats', { vmID: vmId }, { signal }))
  const vm = found.find(({ id }) => id === vmId)
  if (vm === undefined) throw new HostError('host-no-such-vm', `The host told nothing of VM ${vmId}.`)
  if (vm.status !== 'Up') {
    const code = soon.includes(vm.status) ? 'host-busy' : 'host-refused'
    throw new HostError(code, `VM ${vmId} is not up but “${vm.status}”; nothing about it is changed.`)
  }
  if (number(vm.wire.monitorResponse) === -1) {
    throw new HostError('host-busy', `The QEMU of VM ${vmId} does not answer vdsm; nothing about it is changed.`)
  }
  return vm
}
