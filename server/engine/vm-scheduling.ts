import { present } from '../../shared/measure/present.ts'
import { pinningPolicies, type VmScheduling } from '../../shared/model/vm.ts'
import {
  findCount,
  findInteger,
  findLevel,
  findOneOf,
  findText,
  integer,
  list,
  orAbsent,
  properties,
  text,
} from './wire.ts'

/**
 * What the engine's own rules look at on a VM. Each member that is absent or cannot be read is left out alone; without its
 * priority, or with custom properties that cannot be read, nothing is told: no properties would be another answer.
 */
export const toVmScheduling = (wire: unknown): VmScheduling | undefined =>
  orAbsent(() => ({
    topology: toTopology(wire),
    priority: integer(wire, 'high_availability.priority'),
    highPerformance: findText(wire, 'type') === 'high_performance',
    customProperties: properties(wire, 'custom_properties.custom_property'),
    cpuPassthrough: findText(wire, 'cpu.mode') === 'host_passthrough',
    ...present({
      pinning: orAbsent(() => findOneOf(wire, 'cpu_pinning_policy', pinningPolicies)),
      cpuPins: orAbsent(() => cpuPins(wire)),
      customVersion: orAbsent(() => findLevel(wire, 'custom_compatibility_version')),
      customMachine: orAbsent(() => findWord(wire, 'custom_emulated_machine')),
      customCpu: orAbsent(() => findWord(wire, 'custom_cpu_model')),
      ioThreads: orAbsent(() => findCount(wire, 'io.threads')),
      leaseDomainId: orAbsent(() => findText(wire, 'lease.storage_domain.id')),
    }),
  }))

/** Cores per socket, threads per core; the engine may leave out what is 1. */
export const toTopology = (wire: unknown): VmScheduling['topology'] => ({
  sockets: findInteger(wire, 'cpu.topology.sockets') ?? 1,
  cores: findInteger(wire, 'cpu.topology.cores') ?? 1,
  threads: findInteger(wire, 'cpu.topology.threads') ?? 1,
})

function cpuPins(wire: unknown): VmScheduling['cpuPins'] {
  const pins = list(wire, 'cpu.cpu_tune.vcpu_pins.vcpu_pin').map(pin => [integer(pin, 'vcpu'), text(pin, 'cpu_set')])
  return pins.length === 0 ? undefined : Object.fromEntries(pins)
}

/** An empty text stands for the cluster's choice, as an absent one does. */
const findWord = (wire: unknown, path: string): string | undefined => findText(wire, path) || undefined
