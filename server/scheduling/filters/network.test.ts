import { describe, expect, it } from 'vitest'
import {
  aHostFacts,
  aSituation,
  aVmFacts,
  type HostOver,
  type VmOver,
  verdictOf,
} from '../../../test/fakes/scheduling.ts'
import { engineDefaults } from '../facts/engine-config.ts'
import type { ClusterFacts } from '../facts/situation.ts'
import type { VmNic } from '../facts/vm-facts.ts'
import { networkFilter } from './network.ts'

const aNic = (over: Partial<VmNic> = {}): VmNic => ({
  network: 'red',
  plugged: true,
  passthrough: false,
  external: false,
  ...over,
})
const carries = (...names: string[]) => ({ networks: names.map(name => ({ name, hasAddress: true })) })
const functions = (free: number) => ({ ...carries(), freeVirtualFunctions: new Map([['red', free]]) })
const withoutDisplay: Partial<ClusterFacts> = { displayNetwork: null }

const cases: {
  why: string
  vm: VmOver
  host?: HostOver
  cluster?: Partial<ClusterFacts>
  onlyRequired?: boolean
  expected: object
}[] = [
  { why: 'does not guess the NICs', vm: {}, expected: { kind: 'unknown', field: 'vm.nics' } },
  { why: 'asks nothing for a VM without NICs', vm: { nics: [] }, expected: { kind: 'kept' } },
  {
    why: 'asks nothing for a NIC without a network',
    vm: { nics: [{ plugged: true, passthrough: false, external: false }] },
    expected: { kind: 'kept' },
  },
  {
    why: 'keeps a host that carries the networks',
    vm: { nics: [aNic(), aNic({ network: 'blue' })] },
    host: carries('blue', 'red'),
    expected: { kind: 'kept', reason: { code: 'networks-present', values: { carried: 'red, blue' } } },
  },
  {
    why: 'drops one that lacks some, and names each once',
    vm: { nics: [aNic(), aNic({ network: 'blue' }), aNic({ network: 'blue' })] },
    host: carries('red'),
    expected: { kind: 'dropped', reason: { code: 'networks-missing', values: { missing: 'blue' } } },
  },
  { why: 'does not guess the networks', vm: { nics: [aNic()] }, expected: { kind: 'unknown', field: 'host.networks' } },
  { why: 'asks nothing for an unplugged NIC', vm: { nics: [aNic({ plugged: false })] }, expected: { kind: 'kept' } },
  {
    why: 'asks nothing for a network from outside',
    vm: { nics: [aNic({ external: true })] },
    expected: { kind: 'kept' },
  },
  {
    why: 'asks for the physical network that one from outside is linked to, plugged or not',
    vm: { nics: [aNic({ external: true, physicalNetwork: 'wire', plugged: false })] },
    host: carries('red'),
    expected: { kind: 'dropped', reason: { values: { missing: 'wire' } } },
  },
  {
    why: 'asks for the failover network of a passthrough NIC',
    vm: { nics: [aNic({ passthrough: true, failoverNetwork: 'spare' })] },
    host: functions(1),
    expected: { kind: 'dropped', reason: { values: { missing: 'spare' } } },
  },
  {
    why: 'asks for no network of a passthrough NIC, but for a virtual function',
    vm: { nics: [aNic({ passthrough: true })] },
    host: functions(1),
    expected: { kind: 'kept' },
  },
  {
    why: 'drops a host with one function too few',
    vm: { nics: [aNic({ passthrough: true }), aNic({ passthrough: true })] },
    host: functions(1),
    expected: {
      kind: 'dropped',
      reason: { code: 'virtual-functions-missing', values: { network: 'red', needed: 2, free: 1 } },
    },
  },
  {
    why: 'keeps one with just enough',
    vm: { nics: [aNic({ passthrough: true }), aNic({ passthrough: true })] },
    host: functions(2),
    expected: { kind: 'kept' },
  },
  {
    why: 'asks for no function while the NIC is unplugged',
    vm: { nics: [aNic({ passthrough: true, plugged: false })] },
    host: functions(0),
    expected: { kind: 'kept' },
  },
  {
    why: 'asks for no function where the VM runs',
    vm: { hostId: 'host1', nics: [aNic({ passthrough: true })] },
    host: functions(0),
    expected: { kind: 'kept' },
  },
  {
    why: 'does not guess how many functions are free',
    vm: { nics: [aNic({ passthrough: true })] },
    host: carries(),
    expected: { kind: 'unknown', field: 'host.freeVirtualFunctions' },
  },
  {
    why: 'keeps a host with an address on the network of consoles',
    vm: { nics: [] },
    host: carries('display'),
    cluster: { displayNetwork: 'display' },
    expected: { kind: 'kept' },
  },
  {
    why: 'drops one with no address there',
    vm: { nics: [] },
    host: { networks: [{ name: 'display', hasAddress: false }] },
    cluster: { displayNetwork: 'display' },
    expected: { kind: 'dropped', reason: { code: 'display-network-no-address' } },
  },
  {
    why: 'drops one without that network',
    vm: { nics: [aNic()] },
    host: carries('red'),
    cluster: { displayNetwork: 'display' },
    expected: { kind: 'dropped', reason: { code: 'display-network-missing', values: { network: 'display' } } },
  },
  {
    why: 'drops it also where it does not know the functions',
    vm: { nics: [aNic({ passthrough: true })] },
    host: carries('red'),
    cluster: { displayNetwork: 'display' },
    expected: { kind: 'dropped', reason: { code: 'display-network-missing' } },
  },
  {
    why: 'does not guess whether a host carries it',
    vm: { nics: [] },
    cluster: { displayNetwork: 'display' },
    expected: { kind: 'unknown', field: 'host.networks' },
  },
  {
    why: 'does not guess which network it is',
    vm: { nics: [] },
    cluster: {},
    expected: { kind: 'unknown', field: 'cluster.displayNetwork' },
  },
  {
    why: 'does not ask for it where only required networks count',
    vm: { nics: [] },
    host: carries(),
    cluster: { displayNetwork: 'display' },
    onlyRequired: true,
    expected: { kind: 'kept' },
  },
  {
    why: 'asks there for required networks',
    vm: { nics: [aNic()] },
    host: carries(),
    cluster: { requiredNetworks: new Set(['red']) },
    onlyRequired: true,
    expected: { kind: 'dropped', reason: { code: 'networks-missing' } },
  },
  {
    why: 'asks there for no others',
    vm: { nics: [aNic()] },
    host: carries(),
    cluster: { requiredNetworks: new Set(['blue']) },
    onlyRequired: true,
    expected: { kind: 'kept' },
  },
  {
    why: 'does not guess there which are required',
    vm: { nics: [aNic()] },
    host: carries('red'),
    onlyRequired: true,
    expected: { kind: 'unknown', field: 'cluster.requiredNetworks' },
  },
]

describe('Network', () => {
  it.each(cases)('$why', ({ vm, host = {}, cluster = withoutDisplay, onlyRequired = false, expected }) => {
    const situation = {
      cluster: { ...aSituation().cluster, ...cluster },
      config: { ...engineDefaults, OnlyRequiredNetworksMandatoryForVdsSelection: onlyRequired },
    }
    expect(verdictOf(networkFilter, aVmFacts(vm), aHostFacts(host), situation)).toMatchObject(expected)
  })
})
