import { present } from '../../shared/measure/present.ts'
import { type ClusterScheduling, onErrorPolicies } from '../../shared/model/cluster.ts'
import { findLevel, findOneOf, findText, orAbsent, requiredFlag } from './wire.ts'

/**
 * What the engine's own rules look at on a cluster. Each member that is absent or cannot be read is left out alone;
 * without the word on reservations for highly available VMs, nothing is told.
 */
export const toClusterScheduling = (wire: unknown): ClusterScheduling | undefined =>
  orAbsent(() => ({
    haReservation: requiredFlag(wire, 'ha_reservation'),
    ...present({
      version: orAbsent(() => findLevel(wire, 'version')),
      architecture: orAbsent(() => architecture(wire)),
      onError: orAbsent(() => findOneOf(wire, 'error_handling.on_error', onErrorPolicies)),
    }),
  }))

/** A cluster without a CPU type has an architecture of that name. */
function architecture(wire: unknown): string | undefined {
  const name = findText(wire, 'cpu.architecture')
  return name === 'undefined' ? undefined : name
}
