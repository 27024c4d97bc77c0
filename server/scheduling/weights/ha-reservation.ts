import { reason } from '../../../shared/policy/reason.ts'
import { integerProperty } from '../facts/properties.ts'
import { vmsOn } from '../facts/situation.ts'
import { summed, unknown, type WeightUnit, weight } from '../unit.ts'
import { sameForAll } from './same-for-all.ts'

/** Spreads highly available VMs, where the cluster reserves room for them. Source: rules §6.3. */
export const haReservationWeight: WeightUnit = {
  kind: 'weight',
  id: '7f262d70-6cac-11e3-981f-0800200c9a66',
  name: 'OptimalForHaReservation',
  properties: ['ScaleDown'],
  weigh: summed((vm, hosts, situation) => {
    const { cluster, config, properties } = situation
    if (!vm.highlyAvailable) return sameForAll(hosts, weight(0))
    if (cluster.haReservation === undefined) return sameForAll(hosts, unknown('cluster.haReservation'))
    if (!cluster.haReservation) return sameForAll(hosts, weight(0))
    const counts = hosts.map(({ id }) => vmsOn(situation, id).filter(one => one.highlyAvailable).length)
    const most = Math.max(0, ...counts)
    // The property's expression refuses 0, which nothing can be divided by.
    const scaleDown = Math.max(1, integerProperty(properties, 'ScaleDown', config.ScaleDownForHaReservation))
    return new Map(
      hosts.map(({ id }, index) => {
        const count = counts[index] ?? 0
        const percent = most === 0 ? 0 : Math.round((100 * count) / most)
        const text = `${count} highly available VMs run here; the host with most has ${most}.`
        return [id, weight(Math.ceil(percent / scaleDown), reason('ha-vms', text, { count, most, scaleDown }))]
      }),
    )
  }),
}
