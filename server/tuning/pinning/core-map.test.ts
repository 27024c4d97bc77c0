import { describe, expect, it } from 'vitest'
import { aHostReading } from '../../../test/fakes/host-readings.ts'
import { mapCores } from './core-map.ts'

/** Two cores with two threads each: CPUs 0 and 1, 2 and 3. */
const cpus = [0, 1, 2, 3].map(id => ({ id, socketId: 0, coreId: Math.floor(id / 2) }))

describe('the cores for vCPUs', () => {
  it.each([
    [
      'all that are online',
      [],
      undefined,
      [
        [0, 1],
        [2, 3],
      ],
    ],
    ['without a reserved thread', [1], undefined, [[0], [2, 3]]],
    ['without those that the host has isolated', [], [2, 3], [[0, 1]]],
    ['without either', [0], [3], [[1], [2]]],
    ['none where all are isolated', [], [0, 1, 2, 3], []],
  ] as const)('are %s', (_, reserved, isolatedCpuIds, cores) => {
    const host = aHostReading({ cpus, ...(isolatedCpuIds && { isolatedCpuIds: [...isolatedCpuIds] }) })
    expect(mapCores(host, new Set(reserved)).cores.map(({ cpuIds }) => cpuIds)).toEqual(cores)
  })
})
