import { describe, expect, it } from 'vitest'
import type { PhysicalCpu } from '../../../shared/model/host-reading.ts'
import { fourCores, type UsedVcpu, viewed } from '../../../test/fakes/cpu-readings.ts'
import type { CpuContext } from './cpu-context.ts'

describe('home nodes', () => {
  const cpus = fourCores.map(cpu => ({ ...cpu, nodeId: cpu.id >> 1 }))
  const cases: {
    why: string
    used: UsedVcpu[]
    cpus?: PhysicalCpu[]
    context?: Partial<CpuContext>
    home: number | undefined
    isTogether: boolean
  }[] = [
    {
      why: 'most of the demand',
      used: [
        { ran: 10, onCpuId: 0 },
        { ran: 50, onCpuId: 2 },
      ],
      cpus,
      home: 1,
      isTogether: true,
    },
    { why: 'most vCPUs of an idle VM', used: [{ onCpuId: 3 }, { onCpuId: 2 }], cpus, home: 1, isTogether: true },
    { why: 'the first of equals', used: [{ onCpuId: 3 }, { onCpuId: 0 }], cpus, home: 0, isTogether: true },
    { why: 'as remembered', used: [{ onCpuId: 3 }], cpus, context: { homeOf: () => 0 }, home: 0, isTogether: false },
    { why: 'too many vCPUs to be together', used: [{}, {}, {}], cpus, home: 0, isTogether: false },
    {
      why: 'fewer CPUs there than it seems',
      used: [{}, {}],
      cpus,
      context: { reservedCpuIds: new Set([1]) },
      home: 0,
      isTogether: false,
    },
    {
      why: 'none with one node',
      used: [{}, {}],
      cpus: fourCores.map(cpu => ({ ...cpu, nodeId: 0 })),
      home: undefined,
      isTogether: false,
    },
  ]
  for (const { why, used, cpus = fourCores, context = {}, home, isTogether } of cases) {
    it(why, () => {
      const [vcpu] = viewed([{ used }], { host: { cpus }, context }).vcpus
      expect([vcpu?.homeNode, vcpu?.isTogether]).toEqual([home, isTogether])
    })
  }
})
