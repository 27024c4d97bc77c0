import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aBusyHost, aCpuView, type PinRound, pinRounds } from '../../../test/fakes/cpu-views.ts'
import { createRandom } from '../../planner/search/random.ts'
import { coreLoads, withMoves } from './core-loads.ts'
import { type CpuView, type MovableVcpu, vcpuKey } from './cpu-view.ts'
import { noPinMemory, type PinLimits, type PinMove } from './pin-plan.ts'
import { planPins, settle } from './plan-pins.ts'
import { usualPinLimits } from './usual-pin-limits.ts'

const limits = usualPinLimits

/** Cores of one thread or two, on up to two nodes, and vCPUs that may run on some of them, at home on one node or on none. */
const anyView: fc.Arbitrary<CpuView> = fc
  .record({
    cores: fc.array(fc.record({ threads: fc.constantFrom(1, 2), fixedPercent: fc.integer({ min: 0, max: 60 }) }), {
      minLength: 1,
      maxLength: 20,
    }),
    nodes: fc.constantFrom(1, 2),
    vcpus: fc.array(
      fc.record({
        vm: fc.nat(8),
        at: fc.nat(),
        demandPercent: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constantFrom(4, 5, 30, 40)),
        allowed: fc.oneof(fc.constant(undefined), fc.array(fc.nat(19), { minLength: 1, maxLength: 6 })),
        home: fc.nat(1),
        isTogether: fc.boolean(),
      }),
      { maxLength: 40 },
    ),
  })
  .map(({ cores, nodes, vcpus }) => {
    const on = cores.map((): (Partial<MovableVcpu> & { demandPercent: number })[] => [])
    for (const [vcpu, { vm, at, demandPercent, allowed, home, isTogether }] of vcpus.entries()) {
      const some = allowed && [...new Set(allowed.map(core => core % cores.length))].toSorted((a, b) => a - b)
      on[at % cores.length]?.push({
        ...{ vmId: `vm${vm}`, vcpu, demandPercent, isTogether },
        ...(some && { allowedCores: some }),
        ...(nodes > 1 && { homeNode: home }),
      })
    }
    return aCpuView(on, index => {
      const { threads = 1, fixedPercent = 0 } = cores[index] ?? {}
      const cpuIds = threads === 1 ? [index] : [index, index + 100]
      return { cpuIds, capacity: 1 + 0.25 * (threads - 1), fixedPercent, nodeId: index % nodes }
    })
  })

/** Written down anew, for the planner not to be judged by itself. */
function potentialOf({ cores, vcpus }: CpuView): number {
  const square = cores.reduce((sum, { capacity, fixedPercent }, index) => {
    const there = vcpus.filter(({ core }) => core === index)
    return sum + there.reduce((all, { demandPercent }) => all + demandPercent, fixedPercent) ** 2 / capacity
  }, 0)
  return vcpus.reduce((sum, vcpu) => sum + 2 * vcpu.demandPercent * awayCharge(vcpu, vcpu.core, cores), square)
}

const awayCharge = (
  { demandPercent, homeNode, isTogether }: MovableVcpu,
  core: number,
  cores: CpuView['cores'],
): number => {
  if (homeNode === undefined || cores[core]?.nodeId === homeNode) return 0
  return (demandPercent * (isTogether ? limits.splitPercent : limits.crossNodePercent)) / 100
}

/** Twice the least demand times the least margin: so much each step gains. */
const LEAST_GAIN = 2 * limits.leastDemandPercent * limits.leastMarginPercent
const SMALL = 1e-6

it('C1, C2: each step lowers the potential by the margin at least, so that they end', () => {
  fc.assert(
    fc.property(anyView, begin => {
      const { moves, view, after } = settle(begin, limits)
      const steps = stepsOf(moves)
      let now = begin
      for (const step of steps) {
        const next = withMoves(now, step)
        const [one, other] = step.map(({ demandPercent }) => demandPercent)
        const net = (one ?? 0) - (other ?? 0)
        expect(net).toBeGreaterThanOrEqual(limits.leastDemandPercent)
        expect(potentialOf(now) - potentialOf(next)).toBeGreaterThanOrEqual(2 * net * limits.leastMarginPercent - SMALL)
        expect(step[0]?.gain).toBeCloseTo(potentialOf(now) - potentialOf(next), 4)
        now = next
      }
      expect(steps.length).toBeLessThanOrEqual(potentialOf(begin) / LEAST_GAIN)
      expect(now).toEqual(view)
      expect(after.potential).toBeCloseTo(potentialOf(view), 4)
      expect(settle(view, limits).moves).toEqual([])
    }),
  )
})

/** Swaps are two moves, one after the other. */
function stepsOf(moves: readonly PinMove[]): PinMove[][] {
  const steps: PinMove[][] = []
  for (let at = 0; at < moves.length; at += steps.at(-1)?.length ?? 1)
    steps.push(moves.slice(at, moves[at]?.kind === 'swap' ? at + 2 : at + 1))
  return steps
}

it('C2: with constant demand it comes to rest for good', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(anyView, begin => {
      const rounds = pinRounds(begin, limits, 1_500)
      const last = rounds.findLastIndex(({ plan }) => plan.moves.length > 0)
      expect(last).toBeLessThan(500)
      const steps = rounds.filter(({ plan }) => plan.moves.length > 0).length
      expect(steps).toBeLessThanOrEqual(potentialOf(begin) / LEAST_GAIN)
    }),
    { numRuns: 20 },
  )
})

it('C3: at rest no single move of any vCPU gains the margin', () => {
  fc.assert(
    fc.property(anyView, begin => {
      const { view } = settle(begin, limits)
      const { cores, vcpus } = view
      const loads = coreLoads(view)
      for (const vcpu of vcpus.filter(({ demandPercent }) => demandPercent >= limits.leastDemandPercent)) {
        for (const to of vcpu.allowedCores.filter(core => core !== vcpu.core)) {
          const weight = 1 / (cores[vcpu.core]?.capacity ?? 0) + 1 / (cores[to]?.capacity ?? 0)
          const charge = awayCharge(vcpu, to, cores) - awayCharge(vcpu, vcpu.core, cores)
          const gap = (loads[vcpu.core] ?? 0) - (loads[to] ?? 0)
          expect((vcpu.demandPercent * weight) / 2).toBeGreaterThan(gap - limits.marginPercent - charge - SMALL)
        }
      }
    }),
  )
})

it('C4: N full vCPUs on one of N CPUs need N - 1 moves', () => {
  for (const count of [2, 3, 8, 16, 64]) {
    const view = aCpuView(Array.from({ length: count }, (_, core) => (core === 0 ? Array(count).fill(100) : [])))
    const rounds = pinRounds(view, limits, count - 1 + limits.patience)
    expect(rounds.flatMap(({ plan }) => plan.moves)).toHaveLength(count - 1)
    expect(rounds.at(-1)?.plan.before.spreadPercent).toBe(0)
  }
})

/** By more than `loadChangePercent` of the larger one, and by more than 5 % of a CPU. */
const isChanged = (now: number, then: number): boolean =>
  Math.abs(now - then) > Math.max(5, (limits.loadChangePercent / 100) * Math.max(now, then))

/** Moves that bring a vCPU back within the residence time although neither its demand nor the load there has changed. */
function returns(rounds: readonly PinRound[]): string[] {
  const left: { key: string; core: number; atMs: number; demand: number; load: number }[] = []
  return rounds.flatMap(({ view, plan }) => {
    const before = coreLoads(view)
    const unjust = plan.moves.filter(move =>
      left.some(
        ({ key, core, atMs, demand, load }) =>
          key === vcpuKey(move) &&
          core === move.toCore &&
          view.atMs - atMs < limits.residenceMs &&
          !isChanged(move.demandPercent, demand) &&
          !isChanged(before[core] ?? 0, load),
      ),
    )
    const after = coreLoads(withMoves(view, plan.moves))
    for (const move of plan.moves)
      left.push({
        key: vcpuKey(move),
        core: move.fromCore,
        atMs: view.atMs,
        demand: move.demandPercent,
        load: after[move.fromCore] ?? 0,
      })
    return unjust.map(vcpuKey)
  })
}

describe('C5: no ping-pong', () => {
  it('of {40, 40} and {30}', () => {
    const rounds = pinRounds(aCpuView([[40, 40], [30]]), limits, 1_000)
    expect(rounds.flatMap(({ plan }) => plan.moves)).toHaveLength(1)
  })

  it('of two VMs of which only vCPU 1 is on CPU 0', () => {
    const ones = ['a', 'b'].map(vmId => ({ vmId, vcpu: 1, demandPercent: 50 }))
    const zeros = ['a', 'b'].map(vmId => [{ vmId, vcpu: 0, demandPercent: 0 }])
    const rounds = pinRounds(aCpuView([ones, ...zeros, []]), limits, 1_000)
    expect(rounds.flatMap(({ plan }) => plan.moves)).toMatchObject([{ vcpu: 1, fromCore: 0 }])
  })

  it('whatever the demands do', () => {
    fc.assert(
      fc.property(anyView, fc.integer(), (begin, seed) => {
        const { next } = createRandom(seed)
        const jump = (view: CpuView): CpuView => ({
          ...view,
          vcpus: view.vcpus.map(vcpu => ({ ...vcpu, demandPercent: next() < 0.9 ? vcpu.demandPercent : 100 * next() })),
        })
        const fast = { ...limits, patience: 1, movesPerRound: 4, movesPerVcpuPerHour: 100 }
        expect(returns(pinRounds(begin, fast, 150, jump))).toEqual([])
      }),
      { numRuns: 50 },
    )
  })
})

it('a round moves no vCPU twice, however many moves it may make', () => {
  fc.assert(
    fc.property(anyView, view => {
      const memory = { ...noPinMemory, isActive: true, streak: limits.patience }
      const { moves } = planPins(view, memory, { ...limits, movesPerRound: 1_000, movesPerVcpuPerHour: 1_000 })
      expect(new Set(moves.map(vcpuKey)).size).toBe(moves.length)
    }),
    { numRuns: 1_000 },
  )
})

it('C6: moves stay inside what is allowed, and touch no CPU that is not there', () => {
  fc.assert(
    fc.property(anyView, view => {
      const { moves } = settle(view, limits)
      const cpuIds = new Set(view.cores.flatMap(core => core.cpuIds))
      for (const move of moves) {
        const vcpu = view.vcpus.find(one => vcpuKey(one) === vcpuKey(move))
        expect(vcpu?.allowedCores).toContain(move.toCore)
        expect(move.cpuIds.length).toBeGreaterThan(0)
        expect(move.cpuIds.filter(id => !cpuIds.has(id))).toEqual([])
      }
    }),
  )
})

it('C9: any number of CPUs and vCPUs from 1 to 512', () => {
  const count = fc.integer({ min: 1, max: 512 })
  fc.assert(
    fc.property(count, count, fc.integer(), (cores, vcpus, seed) => {
      const view = aBusyHost(cores, vcpus, seed)
      const memory = { ...noPinMemory, isActive: true, streak: limits.patience }
      const plan = planPins(view, memory, { ...limits, movesPerRound: 16 } satisfies PinLimits)
      expect(plan.moves.length).toBeLessThanOrEqual(16)
      for (const { fromCore, toCore, cpuIds } of plan.moves) {
        expect(fromCore).not.toBe(toCore)
        expect(cpuIds).toEqual([toCore])
      }
      expect(plan.after.potential).toBeLessThanOrEqual(plan.before.potential)
    }),
    { numRuns: 60 },
  )
})
