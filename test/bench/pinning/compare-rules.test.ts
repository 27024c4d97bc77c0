import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { usualPinLimits } from '../../../server/tuning/pinning/usual-pin-limits.ts'
import { listTraces, readTrace } from '../planetlab/read-trace.ts'
import { broken, meanOf, runHost } from './compare-rules.ts'
import { generateHosts } from './generate-hosts.ts'

const dir = fileURLToPath(new URL('../../../../shared/data', import.meta.url))
const traces = listTraces(dir)
if (traces.length === 0) console.warn(`not run: the PlanetLab traces are not at ${dir}`)

/** A small part of what the benchmark runs. */
describe('beside both rules of vm-balancer ours ends with less spread by fewer moves, and is nowhere much worse', () => {
  it('with constant demands', { timeout: 60_000 }, () => {
    const runs = generateHosts({ count: 24, seed: 1, largest: 64 }).map(host => runHost(host, usualPinLimits))
    expect(broken(runs, 'ours', ['old program', 'README swap'])).toEqual([])
    expect(meanOf(runs, 'ours', 'reversals')).toBe(0)
    expect(broken(runs, 'README swap', ['ours'])).not.toEqual([])
  })

  it.skipIf(traces.length === 0)('with the demands of PlanetLab', { timeout: 60_000 }, () => {
    const trace = traces.flatMap(file => [...readTrace(file)])
    const runs = generateHosts({ count: 16, seed: 1, largest: 16 }, trace).map(host => runHost(host, usualPinLimits))
    expect(broken(runs, 'ours', ['old program', 'README swap'])).toEqual([])
    expect(meanOf(runs, 'ours', 'reversals')).toBe(0)
  })
})
