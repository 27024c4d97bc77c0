import { clamp } from '../../shared/measure/statistics.ts'
import type { Host } from '../../shared/model/host.ts'
import type { BalanceInput, BalanceResult, Verdict } from '../../shared/policy/unit.ts'

/** A unit answered something that cannot be used. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer'
}

/** One verdict for each host that was asked about; others are dropped. Throws BadAnswer. */
export function checkVerdicts(answer: ReadonlyMap<string, Verdict>, hosts: readonly Host[]): Map<string, Verdict> {
  const verdicts = new Map<string, Verdict>()
  for (const { id } of hosts) {
    const verdict = answer.get(id)
    if (typeof verdict?.ok !== 'boolean') throw new BadAnswer(`no verdict for host ${id}`)
    verdicts.set(id, verdict)
  }
  return verdicts
}

/**
 * Scores of 0..100 for hosts that were asked about; beyond that they are clamped, other hosts are dropped. A host may
 * lack a score: what that means is the caller's to say. Throws BadAnswer.
 */
export function checkScores(answer: ReadonlyMap<string, number>, hosts: readonly Host[]): Map<string, number> {
  const scores = new Map<string, number>()
  for (const { id } of hosts) {
    const score = answer.get(id)
    if (score === undefined) continue
    if (typeof score !== 'number' || Number.isNaN(score)) throw new BadAnswer(`the score of host ${id} is no number`)
    scores.set(id, clamp(score, 0, 100))
  }
  return scores
}

/** A move is used whole or not at all: of one unknown name in it, the rest is not to be trusted. Throws BadAnswer. */
export function checkBalance(answer: BalanceResult, { hosts, vms }: BalanceInput): BalanceResult {
  if (typeof answer?.because?.text !== 'string' || !Array.isArray(answer.skippedHosts)) {
    throw new BadAnswer('no balance result')
  }
  const { move } = answer
  if (move === undefined) return answer
  const hostIds = new Set(hosts.map(({ id }) => id))
  const vm = vms.find(({ id }) => id === move.vmId)
  if (vm === undefined) throw new BadAnswer(`VM ${move.vmId} was not among those given`)
  if (vm.hostId !== move.fromHostId) throw new BadAnswer(`VM ${move.vmId} does not run on host ${move.fromHostId}`)
  const unknown = move.toHostIds.find(id => !hostIds.has(id))
  if (unknown !== undefined) throw new BadAnswer(`host ${unknown} was not among those given`)
  // The engine takes an empty list for "any host", which no unit means.
  if (move.toHostIds.length === 0) throw new BadAnswer(`no destination for VM ${move.vmId}`)
  if (move.toHostIds.includes(move.fromHostId)) throw new BadAnswer(`VM ${move.vmId} would stay where it is`)
  return answer
}
