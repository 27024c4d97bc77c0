import { present } from '../../shared/measure/present.ts'
import type { HostScheduling } from '../../shared/model/host.ts'
import { findCount, findFlag, findOneOf, findText, orAbsent } from './wire.ts'

const spmStates = ['none', 'contending', 'spm'] as const

/**
 * What the engine's own rules look at on a host. Each member that is absent or cannot be read is left out alone; without
 * the host's part in storage management, nothing is told. The state of the hosted engine is never here: the engine adds
 * it only to replies with all content, which are dear.
 */
export function toHostScheduling(wire: unknown): HostScheduling | undefined {
  const spm = orAbsent(() => findOneOf(wire, 'spm.status', spmStates))
  if (spm === undefined) return undefined
  return {
    spm,
    ...present({
      sockets: orAbsent(() => findCount(wire, 'cpu.topology.sockets')),
      totalVms: orAbsent(() => findCount(wire, 'summary.total')),
      numaSupported: orAbsent(() => findFlag(wire, 'numa_supported')),
      os: orAbsent(() => operatingSystem(wire)),
      powerManagement: orAbsent(() => powerManagement(wire)),
      externalStatus: orAbsent(() => findText(wire, 'external_status')),
    }),
  }
}

/** The engine splits what the host's agent says, "RHEL - 9.4 - 1.el9": the family, and all behind it as the version. */
function operatingSystem(wire: unknown): HostScheduling['os'] {
  const family = findText(wire, 'os.type') ?? ''
  const version = findText(wire, 'os.version.full_version') ?? ''
  return family === '' || version === '' ? undefined : { family, version }
}

function powerManagement(wire: unknown): HostScheduling['powerManagement'] {
  const enabled = findFlag(wire, 'power_management.enabled')
  const automatic = findFlag(wire, 'power_management.automatic_pm_enabled')
  return enabled === undefined || automatic === undefined ? undefined : { enabled, automatic }
}
