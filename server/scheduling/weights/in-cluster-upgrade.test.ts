import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, shortWeights, type VmOver } from '../../../test/fakes/scheduling.ts'
import { inClusterUpgradeWeight } from './in-cluster-upgrade.ts'

const running: VmOver = { hostId: 'h0' }

const cases: { why: string; os: (string | undefined)[]; vm?: VmOver; expected: (number | string)[] }[] = [
  { why: 'newer major version', os: ['RHEL 8.6', 'RHEL 9.0'], vm: running, expected: [100_000, 0] },
  { why: 'older major version', os: ['RHEL 9.0', 'RHEL 8.9'], vm: running, expected: [100_000, 1_000_000] },
  {
    why: 'a newer minor version is no progress',
    os: ['RHEL 9.0', 'RHEL 9.4'],
    vm: running,
    expected: [100_000, 100_000],
  },
  { why: 'nor is an older one a step back', os: ['RHEL 9.4', 'RHEL 9.0'], vm: running, expected: [100_000, 100_000] },
  { why: 'another family', os: ['RHEL 9.0', 'Fedora 40'], vm: running, expected: [100_000, 1_000_000] },
  { why: 'a version nobody can read', os: ['RHEL 9.0', 'RHEL x'], vm: running, expected: [100_000, 1_000_000] },
  { why: 'an unreadable source says nothing', os: ['RHEL x', 'RHEL 9.0'], vm: running, expected: [0, 0] },
  { why: 'at its start: the newest', os: ['RHEL 8.6', 'RHEL 9.0', 'RHEL 9.4'], expected: [1_000_000, 0, 0] },
  { why: 'at its start: an unreadable one', os: ['RHEL x', 'RHEL 9.0'], expected: [1_000_000, 0] },
  { why: 'at its start: several families say nothing', os: ['RHEL 8.6', 'Fedora 40'], expected: [0, 0] },
  { why: 'at its start: none is readable', os: ['RHEL x', 'RHEL y'], expected: [0, 0] },
  { why: 'does not guess', os: ['RHEL 9.0', undefined], vm: running, expected: [100_000, 'host.os'] },
  { why: 'nor the source', os: [undefined, 'RHEL 9.0'], vm: running, expected: ['host.os', 'host.os'] },
  { why: 'nor one not among the hosts', os: ['RHEL 9.0'], vm: { hostId: 'h9' }, expected: ['host.os'] },
  { why: 'nor what is the newest', os: ['RHEL 9.0', undefined], expected: ['host.os', 'host.os'] },
]

describe('InClusterUpgrade', () => {
  it.each(cases)('$why', ({ os, vm = {}, expected }) => {
    const hosts = os.map((name, index) => {
      const [family = '', version = ''] = name?.split(' ') ?? []
      return aHostFacts({ id: `h${index}`, os: name === undefined ? undefined : { family, version } })
    })
    const weights = inClusterUpgradeWeight.weigh([aVmFacts(vm)], hosts, aSituation({ hosts }))
    expect(Object.values(shortWeights(weights))).toEqual(expected)
  })

  it('finds the source though it is not to be chosen', () => {
    const hosts = [
      aHostFacts({ id: 'h0', os: { family: 'RHEL', version: '9.0' } }),
      aHostFacts({ id: 'h1', os: { family: 'RHEL', version: '8.0' } }),
    ]
    const weights = inClusterUpgradeWeight.weigh([aVmFacts(running)], hosts.slice(1), aSituation({ hosts }))
    expect(shortWeights(weights)).toEqual({ h1: 1_000_000 })
  })
})
