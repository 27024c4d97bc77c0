import { reason } from '../../../shared/policy/reason.ts'
import type { HostFacts, HostNetwork } from '../facts/host-facts.ts'
import type { Situation } from '../facts/situation.ts'
import type { VmFacts, VmNic } from '../facts/vm-facts.ts'
import { dropped, eachVm, type FilterUnit, type HostVerdict, kept, keptBecause, unknown } from '../unit.ts'

/** Names of networks the host must carry for this NIC, the failover and physical ones also while it is unplugged. */
function networksFor(nic: VmNic, required: (network: string) => boolean): string[] {
  if (nic.network === undefined) return []
  const own = nic.plugged && !nic.passthrough && required(nic.network) ? [nic.network] : []
  const physical = nic.external && nic.physicalNetwork !== undefined ? [nic.physicalNetwork] : []
  const failover = nic.passthrough && nic.failoverNetwork !== undefined ? [nic.failoverNetwork] : []
  return [...own, ...physical, ...failover]
}

/** Only where somebody opens consoles over that network: it must be there, and with an address. */
function displayVerdict(networks: readonly HostNetwork[], display: string): HostVerdict {
  const values = { network: display }
  const found = networks.filter(({ name }) => name === display)
  if (found.length === 0) {
    return dropped(reason('display-network-missing', `Does not carry ${display}, the network of consoles.`, values))
  }
  return found.some(({ hasAddress }) => hasAddress)
    ? kept
    : dropped(reason('display-network-no-address', `Has no address on ${display}, the network of consoles.`, values))
}

/** A passthrough NIC takes one virtual function for itself; two NICs of one network take two. */
function functionsVerdict({ name, nics = [], hostId }: VmFacts, host: HostFacts): HostVerdict {
  const wanted = Map.groupBy(
    nics.filter(nic => nic.plugged && nic.passthrough && nic.network !== undefined),
    ({ network }) => network ?? '',
  )
  // Where it runs it has its functions already.
  if (wanted.size === 0 || hostId === host.id) return kept
  if (host.freeVirtualFunctions === undefined) return unknown('host.freeVirtualFunctions')
  for (const [network, { length: needed }] of wanted) {
    const free = host.freeVirtualFunctions.get(network) ?? 0
    if (free < needed) {
      const text = `${name} needs ${needed} virtual function(s) of ${network}, ${free} are free.`
      return dropped(reason('virtual-functions-missing', text, { vm: name, network, needed, free }))
    }
  }
  return kept
}

function judge(vm: VmFacts, host: HostFacts, { cluster, config }: Situation): HostVerdict {
  const onlyRequired = config.OnlyRequiredNetworksMandatoryForVdsSelection
  if (vm.nics === undefined) return unknown('vm.nics')
  const asked = vm.nics.some(({ network, plugged, passthrough }) => network !== undefined && plugged && !passthrough)
  if (onlyRequired && asked && cluster.requiredNetworks === undefined) return unknown('cluster.requiredNetworks')
  const needed = vm.nics.flatMap(nic =>
    networksFor(nic, name => (onlyRequired ? (cluster.requiredNetworks?.has(name) ?? false) : !nic.external)),
  )
  const { networks } = host
  if (needed.length > 0) {
    if (networks === undefined) return unknown('host.networks')
    const missing = [...new Set(needed)].filter(name => !networks.some(network => network.name === name)).join(', ')
    if (missing !== '') {
      const text = `Does not carry networks that ${vm.name} needs: ${missing}.`
      return dropped(reason('networks-missing', text, { vm: vm.name, missing }))
    }
  }
  const functions = functionsVerdict(vm, host)
  if (functions.kind === 'dropped') return functions
  if (!onlyRequired && cluster.displayNetwork !== null) {
    if (cluster.displayNetwork === undefined) return unknown('cluster.displayNetwork')
    if (networks === undefined) return unknown('host.networks')
    const display = displayVerdict(networks, cluster.displayNetwork)
    if (display.kind === 'dropped') return display
  }
  if (functions.kind === 'unknown' || needed.length === 0) return functions
  const carried = needed.join(', ')
  return keptBecause(reason('networks-present', `Carries what ${vm.name} needs: ${carried}.`, { vm: vm.name, carried }))
}

/** Drops hosts without the networks or free virtual functions that a VM's NICs need. Source: rules §6.2. */
export const networkFilter: FilterUnit = {
  kind: 'filter',
  id: '72163d1c-9468-4480-99d9-0888664eb143',
  name: 'Network',
  properties: [],
  filter: eachVm(judge),
}
