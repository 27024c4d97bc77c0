import { describe, expect, it } from 'vitest'
import { aBusyHost, type PinRound, pinRounds } from '../../../test/fakes/cpu-views.ts'
import { createRandom } from '../../planner/search/random.ts'
import { type CpuView, vcpuKey } from './cpu-view.ts'
import { movesPerRound } from './moves-per-round.ts'
import { HOUR_MS } from './pin-plan.ts'
import { type Demands, smoothDemand } from './smooth-demand.ts'
import { usualPinLimits } from './usual-pin-limits.ts'

const limits = usualPinLimits

/** Ten percent up and down in each round, anew. */
function jitterOf(seed: number): (view: CpuView) => CpuView {
  const { next } = createRandom(seed)
  const around = (percent: number) => Math.min(100, percent * (0.9 + 0.2 * next()))
  return view => ({
    ...view,
    cores: view.cores.map(core => ({ ...core, fixedPercent: around(core.fixedPercent) })),
    vcpus: view.vcpus.map(vcpu => ({ ...vcpu, demandPercent: around(vcpu.demandPercent) })),
  })
}

/** As the service does it: by smoothed demands, and by as many moves in a round as a host of its size is given. */
function noisyRounds(cores: number, vcpus: number, seed: number): PinRound[] {
  const jitter = jitterOf(seed)
  let demands: Demands = new Map()
  const measure = (view: CpuView) => {
    const smooth = smoothDemand(demands, jitter(view))
    demands = smooth.demands
    return smooth.view
  }
  return pinRounds(
    aBusyHost(cores, vcpus, seed),
    { ...limits, movesPerRound: movesPerRound(cores, limits) },
    720,
    measure,
  )
}

describe('C7: noise of ±10 % moves a vCPU once in an hour at most', () => {
  const hosts = [
    { cores: 4, vcpus: 12, seeds: 20 },
    { cores: 8, vcpus: 20, seeds: 20 },
    { cores: 16, vcpus: 60, seeds: 10 },
    { cores: 256, vcpus: 700, seeds: 1 },
  ]
  for (const { cores, vcpus, seeds } of hosts) {
    it(`on ${cores} cores with ${vcpus} vCPUs`, { timeout: 60_000 }, () => {
      for (let seed = 1; seed <= seeds; seed++) {
        const rounds = noisyRounds(cores, vcpus, seed)
        // The first round, once something could have been moved, in which nothing was to be gained.
        const settled = rounds.findIndex(({ plan }, round) => round >= limits.patience && plan.memory.streak === 0)
        expect(settled).toBeGreaterThan(-1)
        expect(settled).toBeLessThan(360)
        const times = new Map<string, number>()
        for (const { view, plan } of rounds.slice(settled))
          for (const move of plan.moves) {
            expect(view.atMs - (times.get(vcpuKey(move)) ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(HOUR_MS)
            times.set(vcpuKey(move), view.atMs)
          }
      }
    })
  }
})
