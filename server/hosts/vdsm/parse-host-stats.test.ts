import { describe, expect, it } from 'vitest'
import { hostReadingSchema } from '../../../shared/model/host-reading.ts'
import { parseCapabilities } from './parse-capabilities.ts'
import { parseHostStats } from './parse-host-stats.ts'

const use = { cpuUser: '12.50', cpuSys: '2.50', cpuIdle: '85.00' }
const stats = {
  ...use,
  cpuLoad: '0.75',
  cpuStatistics: { 0: { nodeIndex: 0, ...use }, 2: { nodeIndex: 1, ...use }, 3: { nodeIndex: 1, ...use } },
  memFree: 4000,
  memUsed: '50',
  swapTotal: 1024,
  swapFree: 1000,
  numaNodeMemFree: { 0: { memFree: '2000' } },
  ksmState: true,
  ksmPages: 100,
  ksmMergeAcrossNodes: false,
  ksmCpu: 3,
  memShared: 12,
}
const capabilities = {
  software_version: '4.50.7',
  memSize: '7900',
  onlineCpus: '0,2',
  cpuTopology: [
    { cpu_id: 0, numa_cell_id: 0, socket_id: 0, die_id: 0, core_id: 0 },
    { cpu_id: 1, numa_cell_id: 0, socket_id: 0, die_id: 0, core_id: 1 },
    { cpu_id: 2, numa_cell_id: 1, socket_id: 1, die_id: -1, core_id: 0 },
    { cpu_id: 'x' },
  ],
  numaNodes: { 0: { cpus: [0, 1], totalMemory: '3950' }, 1: { cpus: [2], totalMemory: '3950' } },
  numaNodeDistance: { 0: [10, 21], 1: [21, 10] },
}
const ours = { userPercent: 12.5, systemPercent: 2.5, idlePercent: 85 }

function read(given: object = {}, made?: object) {
  const reading = parseHostStats({ ...stats, ...given }, made && parseCapabilities(made), 1234)
  expect(hostReadingSchema.parse(reading)).toEqual(reading)
  return reading
}

describe('statistics of a host', () => {
  it('become what we say of a host, MiB as KiB', () => {
    expect(read({}, capabilities)).toEqual({
      takenAtMs: 1234,
      memory: { totalKiB: 7900 * 1024, availableKiB: 4000 * 1024 },
      swap: { totalKiB: 1024 * 1024, freeKiB: 1000 * 1024 },
      use: ours,
      load5m: 0.75,
      cpus: [
        { id: 0, nodeId: 0, socketId: 0, dieId: 0, coreId: 0, use: ours },
        { id: 2, nodeId: 1, socketId: 1, coreId: 0, use: ours },
      ],
      numaNodes: [
        { id: 0, cpuIds: [0, 1], totalKiB: 3950 * 1024, freeKiB: 2000 * 1024, distances: { 0: 10, 1: 21 } },
        { id: 1, cpuIds: [2], totalKiB: 3950 * 1024, distances: { 0: 21, 1: 10 } },
      ],
      ksm: { running: true, pagesToScan: 100, mergeAcrossNodes: false, sharedKiB: 12 * 1024, cpuPercent: 3 },
    })
  })

  it('do without capabilities: total memory from its used part, CPUs and nodes from their figures', () => {
    expect(read()).toMatchObject({
      memory: { totalKiB: 8000 * 1024, availableKiB: 4000 * 1024 },
      cpus: [
        { id: 0, nodeId: 0 },
        { id: 2, nodeId: 1 },
        { id: 3, nodeId: 1 },
      ],
      numaNodes: [
        { id: 0, cpuIds: [0] },
        { id: 1, cpuIds: [2, 3] },
      ],
    })
  })

  it('are of CPUs without a topology before 4.4.8', () => {
    const { cpuTopology: _, ...older } = capabilities
    expect(read({}, older).cpus).toEqual([
      { id: 0, nodeId: 0, use: ours },
      { id: 2, nodeId: 1, use: ours },
    ])
  })

  it('leave out what vdsm does not know', () => {
    const { ksmState, ksmPages, ksmMergeAcrossNodes, ksmCpu, memShared, ...withoutMom } = stats
    expect(parseHostStats(withoutMom, undefined, 0)).not.toHaveProperty('ksm')
    // Idle, it says, until it has two samples.
    expect(read({ cpuStatistics: undefined })).not.toHaveProperty('use')
    expect(read({ swapFree: 'x' })).not.toHaveProperty('swap')
  })

  const momStatuses = [
    ['active', true],
    ['inactive', false],
    [undefined, undefined],
    [1, undefined],
  ] as const
  it.each(momStatuses)('tell of MOM, which vdsm calls %s: %s', (momStatus, momActive) => {
    expect(read({ momStatus }).momActive).toBe(momActive)
  })

  it('stay within 100 percent', () => {
    const { use: read100 } = read({ cpuUser: '100.4', cpuSys: '-0.1', cpuIdle: '0' })
    expect(read100).toEqual({ userPercent: 100, systemPercent: 0, idlePercent: 0 })
  })

  it('without any memory are no statistics', () => {
    for (const told of [null, [], {}, { memFree: 'x' }, { memFree: 1, memUsed: '100' }]) {
      expect(() => parseHostStats(told, undefined, 0)).toThrow(expect.objectContaining({ name: 'ProtocolError' }))
    }
  })
})
