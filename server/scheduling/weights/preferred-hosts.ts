import { reason } from '../../../shared/policy/reason.ts'
import { summed, unknown, type WeightUnit, weight } from '../unit.ts'
import { sameForAll } from './same-for-all.ts'

const NOT_PREFERRED = 10_000

/** At its start a VM prefers the hosts it names. Source: rules §6.3. */
export const preferredHostsWeight: WeightUnit = {
  kind: 'weight',
  id: '591cdb81-ba67-45b4-9642-e28f61a97d57',
  name: 'PreferredHosts',
  properties: [],
  weigh: summed((vm, hosts) => {
    if (vm.status === undefined) return sameForAll(hosts, unknown('vm.status'))
    // No weights at all rather than zeros: the selector leaves a unit out that says nothing.
    if (vm.status !== 'down') return new Map()
    if (vm.pinnedHostIds.length === 0) return sameForAll(hosts, weight(0))
    const preferred = new Set(vm.pinnedHostIds)
    return new Map(
      hosts.map(({ id }) => [
        id,
        preferred.has(id)
          ? weight(0, reason('preferred-host', `${vm.name} prefers to start here.`, { vm: vm.name }))
          : weight(NOT_PREFERRED, reason('not-preferred-host', `${vm.name} prefers others.`, { vm: vm.name })),
      ]),
    )
  }),
}
