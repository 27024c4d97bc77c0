import { createWorld, type Pin, type Sample, type WorldHost, type WorldTimes } from './pcpu-world.ts'

/** Decides round after round, by what was measured in the round before. */
export type Rule = (sample: Sample) => readonly Pin[]
export type RuleOf = (host: WorldHost) => Rule

/** Spreads in percent of one CPU for each CPU of capacity: the most loaded core less the least loaded, by demand. */
export type RunFigures = Readonly<{
  /** The first round whose spread is no higher than the highest of the last quarter. */
  convergedAt: number
  /** Mean of the last quarter. */
  finalSpread: number
  /** Of all rounds. */
  meanSpread: number
  p95Spread: number
  /** Of all rounds, in percent: those with a spread above 50. */
  abovePercent: number
  /** As finalSpread, over CPUs instead of cores: threads of a core apart. */
  finalCpuSpread: number
  /** Of what was asked for in the last quarter, in percent: what had to wait for a CPU. */
  waitedPercent: number
  moves: number
  reversals: number
}>

const ABOVE_PERCENT = 50

/** All rules begin with the same placement and see the same demands. */
export function runRule(host: WorldHost, ruleOf: RuleOf, rounds: number, times: WorldTimes): RunFigures {
  const world = createWorld(host, times)
  const rule = ruleOf(host)
  const spreads: number[] = []
  const lastQuarter = Math.floor(rounds * 0.75)
  let [cpuSpread, asked, waited] = [0, 0, 0]
  for (let round = 0; round < rounds; round++) {
    const sample = world.run(round)
    spreads.push(spreadOf(world.coreLoads()))
    if (round >= lastQuarter) {
      cpuSpread += spreadOf(world.cpuLoads()) / (rounds - lastQuarter)
      waited += sum(sample.delayPercent)
      asked += sum(sample.runPercent) + sum(sample.delayPercent)
    }
    world.apply(rule(sample))
  }
  const last = spreads.slice(lastQuarter)
  const finalBand = Math.max(...last)
  return {
    convergedAt: spreads.findIndex(spread => spread <= finalBand),
    finalSpread: mean(last),
    meanSpread: mean(spreads),
    p95Spread: spreads.toSorted((a, b) => a - b)[Math.ceil(0.95 * rounds) - 1] ?? 0,
    abovePercent: (100 * spreads.filter(spread => spread > ABOVE_PERCENT).length) / rounds,
    finalCpuSpread: cpuSpread,
    waitedPercent: asked === 0 ? 0 : (100 * waited) / asked,
    moves: world.moves(),
    reversals: world.reversals(),
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const mean = (values: readonly number[]) => sum(values) / values.length
const spreadOf = (loads: readonly number[]) => Math.max(...loads) - Math.min(...loads)
