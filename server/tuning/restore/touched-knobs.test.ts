import { describe, expect, it } from 'vitest'
import type { TouchedHost } from '../../../shared/plan/touched-host.ts'
import type { HostChange } from './compose-changes.ts'
import { createTouchedKnobs } from './touched-knobs.ts'

const change = (vmId: string, from: number[], to: number[], vcpu = 0): HostChange => ({
  knob: 'pins',
  vmId,
  vmName: vmId,
  from: [{ vcpu, cpuIds: from }],
  to: [{ vcpu, cpuIds: to }],
})

const pins = (...all: number[][]) => all.map((cpuIds, vcpu) => ({ vcpu, cpuIds }))

/** A disk that can fail, and what a service that is started from it then knows. */
function aDisk() {
  const rows = new Map<string, TouchedHost>()
  const disk: { isFull: boolean } = { isFull: false }
  const store = {
    listTouchedHosts: async () => [...rows.values()],
    putTouchedHost: async (touched: TouchedHost) => {
      if (disk.isFull) throw new Error('disk full')
      if (touched.changes.length === 0) rows.delete(touched.hostId)
      else rows.set(touched.hostId, touched)
    },
  }
  const restarted = async () => {
    const touched = createTouchedKnobs(store)
    await touched.load()
    return touched
  }
  return { disk, rows, restarted }
}

describe('what is not as it was found', () => {
  it('is known after a crash before the host had answered', async () => {
    const { restarted } = aDisk()
    await (await restarted()).willChange('h1', [change('v1', [0, 1], [1])])
    expect((await restarted()).of('h1')).toEqual(new Map([['pins v1', [change('v1', [0, 1], [1])]]]))
  })

  it('keeps what was before as a doubt until the host has taken the next', async () => {
    const { restarted } = aDisk()
    const touched = await restarted()
    await touched.willChange('h1', [change('v1', [0, 1], [1])])
    await touched.made('h1', [change('v1', [0, 1], [1])])
    await touched.willChange('h1', [change('v1', [1], [0])])
    const doubt = [change('v1', [0, 1], [0]), change('v1', [0, 1], [1])]
    expect((await restarted()).of('h1').get('pins v1')).toEqual(doubt)
    await touched.made('h1', [change('v1', [1], [0])])
    expect((await restarted()).of('h1').get('pins v1')).toEqual([change('v1', [0, 1], [0])])
  })

  it('keeps a doubt about one vCPU when another was pinned', async () => {
    const { restarted } = aDisk()
    const touched = await restarted()
    const other = change('v1', [0, 1], [0], 1)
    await touched.willChange('h1', [change('v1', [0, 1], [0])])
    await touched.made('h1', [change('v1', [0, 1], [0])])
    // This one fails; the host may or may not have taken it.
    await touched.willChange('h1', [change('v1', [0], [1])])
    await touched.willChange('h1', [other])
    await touched.made('h1', [other])
    const both = (to: number[]) => ({ from: pins([0, 1], [0, 1]), to: pins(to, [0]) })
    const doubts = (await restarted()).of('h1').get('pins v1')
    expect(doubts).toMatchObject([both([1]), both([0])])
  })

  it('counts changes of one VM that are begun together as one attempt', async () => {
    const { restarted } = aDisk()
    const touched = await restarted()
    await touched.willChange('h1', [change('v1', [0, 1], [0]), change('v1', [0, 1], [1], 1)])
    expect((await restarted()).of('h1').get('pins v1')).toMatchObject([{ to: pins([0], [1]) }])
  })

  it('knows how a vCPU was found that only a doubt names, once it is as it was', async () => {
    const { rows, restarted } = aDisk()
    const touched = await restarted()
    await touched.willChange('h1', [change('v1', [0, 1], [0])])
    await touched.made('h1', [change('v1', [0, 1], [0])])
    // This one fails, but the host has taken it.
    await touched.willChange('h1', [change('v1', [0, 1], [1], 1)])
    const back = { ...change('v1', [], []), from: pins([0], [1]), to: pins([0, 1], [0, 1]) } as HostChange
    await touched.willChange('h1', [back])
    await touched.made('h1', [back])
    expect(rows.size).toBe(0)
  })

  it('keeps what was made last, however often it is tried to change it', async () => {
    const { restarted } = aDisk()
    const touched = await restarted()
    await touched.willChange('h1', [change('v1', [0, 1], [0])])
    await touched.made('h1', [change('v1', [0, 1], [0])])
    for (let cpu = 1; cpu < 20; cpu++) await touched.willChange('h1', [change('v1', [0], [cpu])])
    const doubts = touched.of('h1').get('pins v1') ?? []
    expect([doubts[0], doubts.at(-1)]).toMatchObject([{ to: pins([19]) }, { to: pins([0]) }])
    expect(doubts.length).toBeLessThan(10)
  })

  it('is forgotten once it is as it was', async () => {
    const { rows, restarted } = aDisk()
    const touched = await restarted()
    await touched.willChange('h1', [change('v1', [0, 1], [1])])
    await touched.made('h1', [change('v1', [0, 1], [1])])
    await touched.willChange('h1', [change('v1', [1], [0, 1])])
    await touched.made('h1', [change('v1', [1], [0, 1])])
    expect(rows.size).toBe(0)
  })

  it('still says how a balloon was found that was sent back, and down again before it had come there', async () => {
    const { restarted } = aDisk()
    const touched = await restarted()
    const balloon = (fromKiB: number, toKiB: number) =>
      ({ knob: 'balloon', vmId: 'v1', vmName: 'v1', fromKiB, toKiB }) as const
    for (const change of [balloon(4000, 2000), balloon(2000, 4000), balloon(3900, 2500)]) {
      await touched.willChange('h1', [change])
      await touched.made('h1', [change])
    }
    expect((await restarted()).of('h1').get('balloon v1')).toEqual([balloon(4000, 2500)])
  })

  it('says so when it cannot be written, and knows no more than the disk', async () => {
    const { disk, restarted } = aDisk()
    const touched = await restarted()
    disk.isFull = true
    await expect(touched.willChange('h1', [change('v1', [0, 1], [1])])).rejects.toThrow('disk full')
    expect(touched.of('h1').size).toBe(0)
  })

  it('goes along with a VM that moves', async () => {
    const { restarted } = aDisk()
    const touched = await restarted()
    await touched.willChange('h1', [change('v1', [0, 1], [1]), change('v2', [0, 1], [0])])
    await touched.carry('v1', { from: 'h1', to: 'h2' }, carried => carried)
    const again = await restarted()
    expect([...again.vmIds('h1')]).toEqual(['v2'])
    expect([...again.vmIds('h2')]).toEqual(['v1'])
    await again.carry('v1', { from: 'h2', to: 'h3' }, () => undefined)
    expect((await restarted()).hostIds()).toEqual(['h1'])
  })

  it('never counts a request', async () => {
    const { rows, restarted } = aDisk()
    const request = { knob: 'request', vmId: 'v1', vmName: 'v1', request: 'migrate', because: 'x' } as const
    await (await restarted()).willChange('h1', [request])
    expect(rows.size).toBe(0)
  })
})
