/** Where vCPUs run on a host, as the REST API tells it, for the tests of the pages. */
import type { HostPins } from '../../../shared/api/pins.ts'
import { SAMPLE_MS } from '../hosts/watched-host-samples.ts'

export const aMoveReason = {
  code: 'pin-even-out',
  values: {
    vm: 'db-07',
    vcpu: 1,
    demand: 60,
    from: '0',
    fromBefore: 120,
    fromAfter: 60,
    to: '1',
    toBefore: 20,
    toAfter: 80,
  },
  text: 'vCPU 1 of db-07 (60 %) goes from CPU 0 to CPU 1 to even them out: loads of 120 % and 20 % become 60 % and 80 %.',
}

/** Four CPUs on two nodes: both vCPUs of db-07 are on CPU 0, one of them is to go to CPU 1, where web-1 was pinned by us. */
export const aHostPins = (over: Partial<HostPins> = {}): HostPins => ({
  atMs: SAMPLE_MS,
  cores: [
    { cpuIds: [0], nodeId: 0, capacity: 1, fixedPercent: 0, loadPercent: 120, afterPercent: 60 },
    { cpuIds: [1], nodeId: 0, capacity: 1, fixedPercent: 0, loadPercent: 20, afterPercent: 80 },
    { cpuIds: [2], nodeId: 1, capacity: 1, fixedPercent: 3, loadPercent: 3, afterPercent: 3 },
    { cpuIds: [3], nodeId: 1, capacity: 1, fixedPercent: 4, loadPercent: 4, afterPercent: 4 },
  ],
  vcpus: [
    { vmId: 'v7', vmName: 'db-07', vcpu: 0, demandPercent: 60, core: 0, coreAfter: 0 },
    { vmId: 'v7', vmName: 'db-07', vcpu: 1, demandPercent: 60, core: 0, coreAfter: 1 },
    {
      ...{ vmId: 'v8', vmName: 'web-1', vcpu: 0, demandPercent: 20, core: 1, coreAfter: 1 },
      ...{ pinnedTo: [1], wasPinnedTo: [0, 1, 2, 3] },
    },
  ],
  leftAlone: [
    {
      ...{ id: 'v9', name: 'rt-1' },
      reason: { code: 'vm-pinned-by-hand', values: {}, text: 'Its vCPUs are pinned by hand in the engine.' },
    },
  ],
  before: { potential: 14_825, highestPercent: 120, lowestPercent: 3, spreadPercent: 117, demandPercent: 36.75 },
  after: { potential: 10_025, highestPercent: 80, lowestPercent: 3, spreadPercent: 77, demandPercent: 36.75 },
  proposed: [
    {
      ...{ vmId: 'v7', vmName: 'db-07', vcpu: 1, demandPercent: 60, kind: 'move', reason: aMoveReason },
      ...{ fromCpuIds: [0], toCpuIds: [1] },
    },
  ],
  standing: {
    code: 'pin-waiting',
    values: { lowest: 3, highest: 120, round: 1, patience: 3 },
    text: 'Cores are loaded by 3 % to 120 %: a move would help, seen in 1 of the 3 rounds in a row that it takes.',
  },
  heat: [
    { atMs: SAMPLE_MS - 40_000, loadPercent: [40, 40, 3, 4], vcpus: [1, 1, 0, 0], spreadPercent: 37 },
    { atMs: SAMPLE_MS - 20_000, loadPercent: [118, 22, 3, 4], vcpus: [2, 1, 0, 0], spreadPercent: 115 },
  ],
  ...over,
})
