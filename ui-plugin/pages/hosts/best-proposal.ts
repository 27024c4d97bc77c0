import type { MoveRecommendation, PlanRecommendation, Recommendation } from '../../../shared/plan/recommendation.ts'

/** What can be shown on the hosts: where they would stand afterwards. */
export type Proposal = MoveRecommendation | PlanRecommendation

const isProposal = (recommendation: Recommendation): recommendation is Proposal =>
  recommendation.kind === 'move' || recommendation.kind === 'plan'

/**
 * One of a cluster's recommendations: outlines of several would add up to nothing that ever happens. What is being carried out comes
 * first, then the most urgent, then the newest.
 */
export function bestOf(recommendations: readonly Recommendation[]): Proposal | undefined {
  const isOpen = ({ state }: Proposal) => Number(state === 'open')
  return recommendations
    .filter(isProposal)
    .filter(({ state }) => state === 'open' || state === 'applying')
    .toSorted((a, b) => isOpen(a) - isOpen(b) || a.priority - b.priority || b.createdAtMs - a.createdAtMs)[0]
}

export type Use = Readonly<{ memoryPercent: number; cpuPercent?: number; vcpusPerCpu?: number }>

/** Host id → its use once the proposal is carried out; hosts that it does not touch are absent. */
export function usesAfter(proposal: Proposal | undefined): ReadonlyMap<string, Use> {
  if (proposal === undefined) return new Map()
  if (proposal.kind === 'move') {
    return new Map(
      proposal.effects.map(({ host, memoryUsedAfterPercent, cpuAfterPercent, vcpusPerCpuAfter }) => [
        host.id,
        {
          memoryPercent: memoryUsedAfterPercent,
          ...(cpuAfterPercent !== undefined && { cpuPercent: cpuAfterPercent }),
          ...(vcpusPerCpuAfter !== undefined && { vcpusPerCpu: vcpusPerCpuAfter }),
        },
      ]),
    )
  }
  return new Map(
    proposal.plan.hosts.map(({ host, memoryAfterPercent, cpuAfterPercent, vcpusPerCpuAfter }) => [
      host.id,
      {
        memoryPercent: memoryAfterPercent,
        cpuPercent: cpuAfterPercent,
        ...(vcpusPerCpuAfter !== undefined && { vcpusPerCpu: vcpusPerCpuAfter }),
      },
    ]),
  )
}
