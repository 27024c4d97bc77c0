/**
 * How long one plan of pins takes, and how that grows: rounds of a host that is uneven at first, with demands that change by ±10 % in each
 * round and a tenth of them altogether, half of the VMs confined to half of the CPUs, on two nodes; and at rest, where every core, move
 * and swap is looked at in vain. A round makes as many moves as the service gives a host of its size:
 * `npm run --silent bench -- pinning-plan [--rounds 300] [--seed N] [--json]`. Exit code 1: a median
 * over 5 ms at 256 CPUs and 1,000 vCPUs.
 */
import { parseArgs } from 'node:util'
import { createRandom } from '../../server/planner/search/random.ts'
import { withMoves } from '../../server/tuning/pinning/core-loads.ts'
import type { CpuView, MovableVcpu } from '../../server/tuning/pinning/cpu-view.ts'
import { movesPerRound } from '../../server/tuning/pinning/moves-per-round.ts'
import { noPinMemory, type PinMemory } from '../../server/tuning/pinning/pin-plan.ts'
import { planPins, rememberMoves, settle } from '../../server/tuning/pinning/plan-pins.ts'
import { usualPinLimits } from '../../server/tuning/pinning/usual-pin-limits.ts'
import { positive, printFigures } from './arguments.ts'

const PROMISED_MS = 5
const ROUND_MS = 10_000
/** Compilation is over by then. */
const WARM_ROUNDS = 20

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
  // When all benchmarks run, each is given the options of the others too.
  strict: false,
})
const rounds = positive('rounds', String(values.rounds))
const seed = Number(values.seed)

for (const cpus of [16, 64, 256]) {
  for (const vcpus of [50, 250, 1_000]) {
    const { changingMs, restMs, moves } = measure(cpus, vcpus)
    const changing = {
      medianMs: quantile(changingMs, 0.5),
      p99Ms: quantile(changingMs, 0.99),
      worstMs: quantile(changingMs, 1),
    }
    const rest = { restMedianMs: quantile(restMs, 0.5), restWorstMs: quantile(restMs, 1) }
    printFigures({ bench: 'pinning-plan', cpus, vcpus, rounds, moves, ...changing, ...rest }, values.json === true)
    const slowestMs = Math.max(changing.medianMs, rest.restMedianMs)
    if (cpus === 256 && vcpus === 1_000 && slowestMs > PROMISED_MS) process.exitCode = 1
  }
}

function quantile(figures: readonly number[], part: number): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(part * (figures.length - 1))] ?? 0
}

function measure(cpus: number, vcpus: number) {
  const { next } = createRandom(seed)
  let view = aHost(cpus, vcpus)
  let memory: PinMemory = noPinMemory
  const limits = { ...usualPinLimits, movesPerRound: movesPerRound(view.cores.length, usualPinLimits) }
  let moves = 0
  const timed = (into: number[]) => {
    const begunMs = performance.now()
    const plan = planPins(view, memory, limits)
    into.push(performance.now() - begunMs)
    memory = rememberMoves(plan.memory, plan.moves, view)
    moves += plan.moves.length
    return plan
  }
  const changingMs: number[] = []
  for (let round = 0; round < rounds + WARM_ROUNDS; round++)
    view = changed(withMoves(view, timed(changingMs).moves), next)
  view = settle(view, usualPinLimits).view
  const restMs: number[] = []
  for (let round = 0; round < rounds; round++) timed(restMs)
  return { changingMs: changingMs.slice(WARM_ROUNDS), restMs, moves }
}

function aHost(cpus: number, vcpus: number): CpuView {
  const { next, below } = createRandom(seed)
  const cores = Array.from({ length: cpus }, (_, id) => ({
    ...{ cpuIds: [id], capacity: 1, nodeId: id < cpus / 2 ? 0 : 1 },
    fixedPercent: 20 * next(),
  }))
  const everywhere = cores.map((_, core) => core)
  const even = everywhere.filter(core => core % 2 === 0)
  return {
    atMs: 0,
    cores,
    leftAlone: [],
    vcpus: Array.from({ length: vcpus }, (_, n): MovableVcpu => {
      const [vmId, isConfined] = [`vm${n >> 1}`, (n >> 1) % 2 === 0]
      const demandPercent = 100 * next() ** 2
      return {
        ...{ vmId, vmName: vmId, vcpu: n & 1, demandPercent, core: below(cpus) },
        allowedCores: isConfined ? even : everywhere,
        ...{ homeNode: (n >> 1) % 4 < 2 ? 0 : 1, isTogether: true, isPinned: false },
      }
    }),
  }
}

function changed(view: CpuView, next: () => number): CpuView {
  const vcpus = view.vcpus.map(vcpu => {
    const demand = next() < 0.1 ? 100 * next() ** 2 : vcpu.demandPercent * (0.9 + 0.2 * next())
    return { ...vcpu, demandPercent: Math.min(100, demand) }
  })
  return { ...view, atMs: view.atMs + ROUND_MS, vcpus }
}
