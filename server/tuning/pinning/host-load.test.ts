import { describe, expect, it } from 'vitest'
import { busyCpus, fourCores, viewed } from '../../../test/fakes/cpu-readings.ts'

describe('what the host itself uses', () => {
  it('is what is busy without vCPUs, scaled to the right total', () => {
    const cpus = busyCpus(fourCores, [90, 50, 30, 0])
    const { cores } = viewed(
      [
        {
          used: [
            { ran: 80, onCpuId: 0 },
            { ran: 20, onCpuId: 3 },
          ],
        },
      ],
      { host: { cpus } },
    )
    // 10 + 50 + 30 - 20: the vCPU on CPU 3 ran elsewhere before.
    expect(cores.map(({ fixedPercent }) => Math.round(fixedPercent * 9))).toEqual([70, 350, 210, 0])
  })

  it('is nothing where vCPUs ran more', () => {
    const { cores } = viewed([{ used: [{ ran: 80 }] }], { host: { cpus: busyCpus(fourCores, [10, 10]) } })
    expect(cores.map(({ fixedPercent }) => fixedPercent)).toEqual([0, 0, 0, 0])
  })
})
