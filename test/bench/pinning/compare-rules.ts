import type { PinLimits } from '../../../server/tuning/pinning/pin-plan.ts'
import { type GeneratedHost, ROUND_MS } from './generate-hosts.ts'
import { oldRule } from './old-rule.ts'
import { ourRule } from './our-rule.ts'
import { type RunFigures, runRule } from './run-rule.ts'
import { swapRule } from './swap-rule.ts'

export const ruleNames = ['old program', 'README swap', 'ours'] as const
export type RuleName = (typeof ruleNames)[number]

/** One host under each rule. */
export type HostRun = Readonly<{ host: GeneratedHost; figures: Readonly<Record<RuleName, RunFigures>> }>

export function runHost(host: GeneratedHost, limits: PinLimits): HostRun {
  const { residenceMs, loadChangePercent } = limits
  const under = (rule: Parameters<typeof runRule>[1]) =>
    runRule(host, rule, host.rounds, { roundMs: ROUND_MS, residenceMs, loadChangePercent })
  return {
    host,
    figures: { 'old program': under(oldRule), 'README swap': under(swapRule), ours: under(ourRule(limits)) },
  }
}

/** Mean of a figure over hosts. */
export const meanOf = (runs: readonly HostRun[], rule: RuleName, by: keyof RunFigures): number =>
  runs.reduce((sum, { figures }) => sum + figures[rule][by], 0) / runs.length

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
export function compare(runs: readonly HostRun[], ours: RuleName, theirs: RuleName, by: keyof RunFigures): Comparison {
  const pairs = runs.map(({ host, figures }) => {
    const [our, their] = [figures[ours][by], figures[theirs][by]]
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

/** What is claimed of one rule and does not hold: less spread in the end and fewer moves on average, on no host over 5 % more spread. */
export const broken = (runs: readonly HostRun[], ours: RuleName, others: readonly RuleName[]): string[] =>
  others.flatMap(theirs => [
    ...(['finalSpread', 'moves'] as const).flatMap(by => {
      const [our, their] = [meanOf(runs, ours, by), meanOf(runs, theirs, by)]
      return our < their
        ? []
        : [`${ours} is not better than ${theirs} by ${by}: ${our.toFixed(1)}, ${their.toFixed(1)}`]
    }),
    ...compare(runs, ours, theirs, 'finalSpread').tooMuchWorse.map(
      one =>
        `${ours} has more spread than ${theirs} on ${one.host.name}: ${one.ours.toFixed(1)}, ${one.theirs.toFixed(1)}`,
    ),
  ])
