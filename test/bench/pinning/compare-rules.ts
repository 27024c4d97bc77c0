import type { GeneratedHost } from './generate-hosts.ts'
import type { WorldTimes } from './pcpu-world.ts'
import { type RuleOf, type RunFigures, runRule } from './run-rule.ts'

/** One host under each rule, by the name of the rule. */
export type HostRun = Readonly<{ host: GeneratedHost; figures: Readonly<Record<string, RunFigures>> }>

export const runHost = (host: GeneratedHost, rules: Readonly<Record<string, RuleOf>>, times: WorldTimes): HostRun => ({
  host,
  figures: Object.fromEntries(
    Object.entries(rules).map(([name, ruleOf]) => [name, runRule(host, ruleOf, host.rounds, times)]),
  ),
})

/** Means over hosts; convergence in percent of the rounds too, since large hosts have more of them. */
export function meansOf(runs: readonly HostRun[], rule: string): RunFigures {
  const all = runs.flatMap(({ figures }) => figures[rule] ?? [])
  const mean = (of: keyof RunFigures) => all.reduce((sum, figures) => sum + figures[of], 0) / all.length
  return {
    convergedAt: mean('convergedAt'),
    finalSpread: mean('finalSpread'),
    meanSpread: mean('meanSpread'),
    p95Spread: mean('p95Spread'),
    abovePercent: mean('abovePercent'),
    finalCpuSpread: mean('finalCpuSpread'),
    waitedPercent: mean('waitedPercent'),
    moves: mean('moves'),
    reversals: mean('reversals'),
  }
}

/** One rule beside another, host by host. */
export type Comparison = Readonly<{
  better: number
  equal: number
  worse: number
  /** Those that are worse by more than 5 %, the worst first. */
  tooMuchWorse: readonly Readonly<{ host: GeneratedHost; ours: number; theirs: number }>[]
  /** Ours through theirs on the host where that is most; 1 where both are nothing. */
  worstRatio: number
  worstHost?: GeneratedHost
}>

const [EQUAL_PERCENT_POINTS, TOLERATED] = [0.01, 1.05]

/** By a figure of which less is better. */
export function compare(runs: readonly HostRun[], ours: string, theirs: string, by: keyof RunFigures): Comparison {
  const pairs = runs.map(({ host, figures }) => {
    const [our, their] = [figures[ours]?.[by] ?? 0, figures[theirs]?.[by] ?? 0]
    const isEqual = Math.abs(our - their) <= EQUAL_PERCENT_POINTS
    return { host, ours: our, theirs: their, isEqual, ratio: isEqual ? 1 : our / their }
  })
  const ranked = pairs.toSorted((a, b) => b.ratio - a.ratio)
  const differing = ranked.filter(({ isEqual }) => !isEqual)
  return {
    better: differing.filter(({ ours, theirs }) => ours < theirs).length,
    equal: ranked.length - differing.length,
    worse: differing.filter(({ ours, theirs }) => ours > theirs).length,
    tooMuchWorse: differing.filter(({ ratio }) => ratio > TOLERATED),
    worstRatio: ranked[0]?.ratio ?? 1,
    ...(ranked[0] && { worstHost: ranked[0].host }),
  }
}
