import { describe, expect, it } from 'vitest'
import { toClusterScheduling } from './cluster-scheduling.ts'
import { toCluster } from './clusters.ts'

const bare = { ha_reservation: 'false' }

describe('toClusterScheduling', () => {
  const cases: { why: string; wire: object; expected: object | undefined }[] = [
    { why: 'no reservation', wire: bare, expected: { haReservation: false } },
    {
      why: 'nothing where reservation was not told',
      wire: { version: { major: '4', minor: '7' } },
      expected: undefined,
    },
    { why: 'nothing where reservation cannot be read', wire: { ha_reservation: 'maybe' }, expected: undefined },
    {
      why: 'all members',
      wire: {
        ha_reservation: true,
        version: { major: 4, minor: 7 },
        cpu: { architecture: 'ppc64' },
        error_handling: { on_error: 'do_not_migrate' },
      },
      expected: { haReservation: true, version: '4.7', architecture: 'ppc64', onError: 'do_not_migrate' },
    },
    {
      why: 'no architecture',
      wire: { ...bare, cpu: { architecture: 'undefined' } },
      expected: { haReservation: false },
    },
    {
      why: 'garbage around what can be read',
      wire: {
        ...bare,
        version: { major: {}, minor: '7' },
        cpu: { architecture: [] },
        error_handling: { on_error: 'pray' },
      },
      expected: { haReservation: false },
    },
  ]
  it.each(cases)('reads $why', ({ wire, expected }) => expect(toClusterScheduling(wire)).toEqual(expected))

  it('does not lose a cluster over it', () => {
    expect(toCluster({ id: 'c1', name: 'Default', ha_reservation: 3 })).not.toHaveProperty('scheduling')
  })
})
