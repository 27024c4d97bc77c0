import { formatCpuList } from '../../../shared/measure/format-cpu-list.ts'
import type { VcpuPin } from '../../../shared/model/host-knobs.ts'
import { HostError } from '../host-error.ts'
import { checkVm } from './check-vm.ts'
import type { Definition } from './parse-domain.ts'
import { readHostCpuIds, type VdsmHost } from './read-state.ts'

/** The engine gave these VMs CPUs of their own: nobody else may move them. */
const exclusive: readonly string[] = ['dedicated', 'siblings', 'isolate-threads']

/**
 * VM.setNumberOfCpus is the only call that pins: it is made with the number that there is. That number and all pins are read
 * from the definition just before, because statistics are up to 15 s old and a wrong number would unplug a vCPU. vdsm says
 * yes and pins to its shared CPUs again where the VM has no policy for them: host-no-effect.
 */
export async function pinVcpus(
  host: VdsmHost,
  vmId: string,
  pins: readonly VcpuPin[],
  signal: AbortSignal,
): Promise<void> {
  const { calls, definitions } = host
  const { id } = await checkVm(calls, vmId, signal)
  if (pins.length === 0) return
  const hostCpuIds = await readHostCpuIds(host, signal)
  if (hostCpuIds === undefined) throw new HostError('host-unsupported', 'The host does not say which CPUs it has.')
  const before = await readDefinition(host, id, signal)
  if (exclusive.includes(before.cpuPolicy ?? '')) {
    throw new HostError('host-refused', `VM ${id} has CPUs of its own by the engine’s policy “${before.cpuPolicy}”.`)
  }
  const wanted = wantedPins(id, before, pins, hostCpuIds)
  const params = { vmID: id, numberOfCpus: wanted.length, cpusets: wanted.map(formatCpuList) }
  try {
    await calls.set('VM.setNumberOfCpus', params, { signal })
  } finally {
    definitions.forget(id)
  }
  const after = await readDefinition(host, id, signal)
  const missed = before.vcpus.filter((vcpu, n) => !isSameCpus(pinOf(after, vcpu, hostCpuIds), wanted[n] ?? []))
  if (missed.length === 0) return
  const policy = after.cpuPolicy === undefined ? '' : ` Its CPU policy is “${after.cpuPolicy}”.`
  const which = missed.map(vcpu => `${vcpu} to ${formatCpuList(pinOf(after, vcpu, hostCpuIds))}`).join(', ')
  throw new HostError('host-no-effect', `vdsm took it and pinned otherwise: vCPU ${which} of VM ${id}.${policy}`)
}

async function readDefinition({ definitions }: VdsmHost, id: string, signal: AbortSignal): Promise<Definition> {
  const definition = await definitions.fresh(id, signal)
  if (definition === undefined) throw new HostError('host-no-such-vm', `The host told no definition of VM ${id}.`)
  return definition
}

const pinOf = ({ pins, cpuset }: Definition, vcpu: number, hostCpuIds: readonly number[]): readonly number[] =>
  pins.get(vcpu) ?? cpuset ?? hostCpuIds

const isSameCpus = (a: readonly number[], b: readonly number[]): boolean => formatCpuList(a) === formatCpuList(b)

/** One set of CPUs for each vCPU that is online, in their order. */
function wantedPins(
  id: string,
  definition: Definition,
  pins: readonly VcpuPin[],
  hostCpuIds: readonly number[],
): (readonly number[])[] {
  const named = new Map(pins.map(({ vcpu, cpuIds }) => [vcpu, cpuIds]))
  for (const [vcpu, cpuIds] of named) {
    if (!definition.vcpus.includes(vcpu)) throw new HostError('host-refused', `VM ${id} has no vCPU ${vcpu}.`)
    if (cpuIds.length === 0 || cpuIds.some(cpu => !hostCpuIds.includes(cpu))) {
      const online = formatCpuList(hostCpuIds)
      const asked = formatCpuList(cpuIds) || 'no CPU'
      throw new HostError('host-refused', `vCPU ${vcpu} cannot be pinned to ${asked}; the host has CPUs ${online}.`)
    }
  }
  // vdsm pins vCPUs 0, 1, 2 … in the order of the list.
  if (definition.vcpus.some((vcpu, n) => vcpu !== n)) {
    throw new HostError('host-refused', `VM ${id} has vCPUs that are not numbered from 0 on; vdsm cannot pin them.`)
  }
  return definition.vcpus.map(vcpu => named.get(vcpu) ?? pinOf(definition, vcpu, hostCpuIds))
}
