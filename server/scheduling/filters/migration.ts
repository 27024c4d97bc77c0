import { reason } from '../../../shared/policy/reason.ts'
import { hostOf } from '../facts/situation.ts'
import { dropped, eachVm, type FilterUnit, kept, keptBecause, unknown } from '../unit.ts'

/** One spelling for one address: no brackets, small letters, no final dot, IPv4 in IPv6 as IPv4. */
const plain = (address: string): string =>
  address
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .replace(/^::ffff:(?=\d+(?:\.\d+){3}$)/, '')

const isLoopback = (address: string): boolean =>
  address === 'localhost' || /^127(?:\.\d{1,3}){3}$/.test(address) || /^(?:::|(?:0{1,4}:){7})0{0,3}1$/.test(address)

/**
 * Drops hosts that are the same machine as where a VM runs, though listed as another. The engine resolves names; here
 * addresses and names are compared as they are written, and a name that differs is another machine. The present host
 * itself is kept: a balancer may find that the VM had better stay. Source: rules §6.2.
 */
export const migrationFilter: FilterUnit = {
  kind: 'filter',
  id: 'e659c871-0bf1-4ccc-b748-f28f5d08ddda',
  name: 'Migration',
  properties: [],
  filter: eachVm((vm, host, situation) => {
    if (vm.hostId === undefined) return kept
    if (vm.hostId === host.id) {
      return keptBecause(reason('present-host', `${vm.name} runs here already.`, { vm: vm.name }))
    }
    if (host.address === undefined) return unknown('host.address')
    const address = plain(host.address)
    const values = { vm: vm.name, address }
    if (isLoopback(address)) {
      return dropped(reason('loopback-address', `Its address ${address} means the machine itself.`, values))
    }
    const source = hostOf(situation, vm.hostId)
    if (source?.address === undefined) return unknown('source.address')
    return plain(source.address) === address
      ? dropped(
          reason('same-address', `Its address ${address} is that of ${source.name}, where ${vm.name} runs.`, values),
        )
      : keptBecause(reason('other-address', `Its address ${address} is not that of ${source.name}.`, values))
  }),
}
