import { describe, expect, it } from 'vitest'
import { busyPercent, cpuGroups } from './cpu-groups.ts'
import { cpuRanges } from './cpu-ranges.ts'

describe('cpuRanges', () => {
  it.each([
    { ids: [], text: '' },
    { ids: [7], text: '7' },
    { ids: [8, 0, 1, 3, 2, 1], text: '0–3, 8' },
    { ids: [0, 2, 4], text: '0, 2, 4' },
  ])('writes $ids as "$text"', ({ ids, text }) => expect(cpuRanges(ids)).toBe(text))
})

describe('cpuGroups', () => {
  const shape = (groups: ReturnType<typeof cpuGroups>) =>
    groups.map(({ nodeId, socketId, node, cpus }) => [nodeId, socketId, node?.totalKiB, cpus.map(({ id }) => id)])

  it('puts CPUs together by node and socket, and tells the memory of a node once', () => {
    const cpus = [
      { id: 3, nodeId: 1, socketId: 1 },
      { id: 1, nodeId: 0, socketId: 1 },
      { id: 2, nodeId: 0, socketId: 0 },
      { id: 0, nodeId: 0, socketId: 0 },
    ]
    const numaNodes = [{ id: 0, cpuIds: [0, 1, 2], totalKiB: 10 }]
    expect(shape(cpuGroups({ cpus, numaNodes }))).toEqual([
      [0, 0, 10, [0, 2]],
      [0, 1, undefined, [1]],
      [1, 1, undefined, [3]],
    ])
  })

  it('finds the node where only the node tells its CPUs, and keeps CPUs of which nothing is told', () => {
    const numaNodes = [{ id: 4, cpuIds: [1] }]
    expect(shape(cpuGroups({ cpus: [{ id: 0 }, { id: 1 }], numaNodes }))).toEqual([
      [4, undefined, undefined, [1]],
      [undefined, undefined, undefined, [0]],
    ])
  })
})

it('knows nothing of a CPU whose use was not told', () => {
  expect(busyPercent({})).toBeUndefined()
  expect(busyPercent({ use: { userPercent: 30, systemPercent: 10, idlePercent: 60 } })).toBe(40)
})
