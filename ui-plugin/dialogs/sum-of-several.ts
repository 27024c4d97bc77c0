import type { Recommendation } from '../../shared/plan/recommendation.ts'

/** What several recommendations take together; `unknown` is of how many the time is not known. */
export type Sum = Readonly<{
  transferMiB: number
  seconds: number
  unknown: number
  longestPauseMs: number | undefined
}>

type Part = Readonly<{ transferMiB: number; seconds: number | undefined; pauses: readonly (number | undefined)[] }>

/** Of hosts nothing is counted: they are not switched here. */
export function sumOf(recommendations: readonly Recommendation[]): Sum {
  const parts = recommendations.flatMap(one => partOf(one) ?? [])
  const pauses = parts.flatMap(part => part.pauses).filter(ms => ms !== undefined)
  return {
    transferMiB: parts.reduce((sum, part) => sum + part.transferMiB, 0),
    seconds: parts.reduce((sum, { seconds = 0 }) => sum + seconds, 0),
    unknown: parts.filter(({ seconds }) => seconds === undefined).length,
    longestPauseMs: pauses.length === 0 ? undefined : pauses.reduce((most, ms) => Math.max(most, ms)),
  }
}

function partOf(one: Recommendation): Part | undefined {
  switch (one.kind) {
    case 'host':
      return undefined
    case 'plan': {
      const { transferMiB, makespanS, steps } = one.plan
      return { transferMiB, seconds: makespanS, pauses: steps.map(({ downtimeMs }) => downtimeMs) }
    }
    case 'move': {
      const { transferMiB, estimatedSeconds, downtimeMs } = one.cost
      return { transferMiB, seconds: estimatedSeconds, pauses: [downtimeMs] }
    }
  }
}
