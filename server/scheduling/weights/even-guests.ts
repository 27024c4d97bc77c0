import { reason } from '../../../shared/policy/reason.ts'
import { integerProperty } from '../facts/properties.ts'
import { pendingOn } from '../facts/situation.ts'
import { type WeightUnit, weight } from '../unit.ts'

/** Prefers hosts with fewest VMs; the storage pool manager counts as having more. Source: rules §6.3, §2.4. */
export const evenGuestsWeight: WeightUnit = {
  kind: 'weight',
  id: '3ba8c988-f779-42c0-90ce-caa8243edee7',
  name: 'OptimalForEvenGuestDistribution',
  properties: ['SpmVmGrace'],
  weigh: (_group, hosts, situation) => {
    const { config, properties } = situation
    const spmSlots = integerProperty(properties, 'SpmVmGrace', config.SpmVmGraceForEvenGuestDistribute)
    return new Map(
      hosts.map(host => {
        const pending = pendingOn(situation, host.id).length
        // Unlike for CPU load, contending for the role is not charged.
        const charged = host.spm === 'spm' ? spmSlots : 0
        const values = { active: host.vmActive, pending, charged }
        const text = `${host.vmActive} VMs are up, ${pending} on their way, ${charged} charged to the storage pool manager.`
        return [host.id, weight(Math.max(0, host.vmActive + charged + pending), reason('vm-slots', text, values))]
      }),
    )
  },
}
