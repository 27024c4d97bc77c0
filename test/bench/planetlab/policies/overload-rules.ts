import type { OverloadRule } from './consolidate.ts'
import { loadHistory, type PlannedHost } from './consolidation-plan.ts'

/** What the host's VMs ask for is more than this share of the host. */
export const isAbove =
  (threshold: number): OverloadRule =>
  planned =>
    askedLoad(planned) > threshold

/** The rule where the VMs have too short a past for another one. */
export const whenPastIsShort: OverloadRule = isAbove(0.7)

export const askedLoad = ({ host, askedMips }: PlannedHost): number => askedMips / host.mips

const LEAST_STEPS = 12

/** A threshold that is the lower, the more the load of the host varied; `spreadOf` measures how much. */
export function adaptiveThreshold(safety: number, spreadOf: (loads: readonly number[]) => number): OverloadRule {
  return planned => {
    const loads = loadHistory(planned)
    if (loads.length < LEAST_STEPS) return whenPastIsShort(planned)
    return askedLoad(planned) > 1 - safety * spreadOf(loads)
  }
}

export function medianAbsoluteDeviation(values: readonly number[]): number {
  const middle = median(values)
  return median(values.map(value => Math.abs(value - middle)))
}

export function interquartileRange(values: readonly number[]): number {
  const sorted = ascending(values)
  const quartile = (share: number) => sorted[Math.round(share * (sorted.length + 1)) - 1] ?? 0
  return quartile(0.75) - quartile(0.25)
}

export function median(values: readonly number[]): number {
  const sorted = ascending(values)
  const half = sorted.length / 2
  return Number.isInteger(half) ? ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2 : (sorted[Math.floor(half)] ?? 0)
}

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b)
