import { clamp } from '../../shared/measure/statistics.ts'
import type { Host } from '../../shared/model/host.ts'
import type { BalanceResult, Verdict } from '../../shared/policy/unit.ts'
import type { BalanceFacts } from './question.ts'
import { UnitFailure } from './unit-failure.ts'
import type { Scores } from './unit-runtime.ts'

const bad = (message: string) => new UnitFailure('bad-output', message)

/** One verdict for each host that was asked about; others are dropped. Throws UnitFailure. */
export function checkVerdicts(
  answer: ReadonlyMap<string, Verdict>,
  hosts: readonly Host[],
): ReadonlyMap<string, Verdict> {
  for (const { id } of hosts) {
    if (typeof answer.get(id)?.ok !== 'boolean') throw bad(`no verdict for host ${id}`)
  }
  if (answer.size === hosts.length) return answer
  const asked = new Set(hosts.map(({ id }) => id))
  return new Map([...answer].filter(([id]) => asked.has(id)))
}

/**
 * Scores of 0..100 for hosts that were asked about; beyond that they are clamped, other hosts are dropped. A host may
 * lack a score: what that means is the caller's to say. Throws UnitFailure.
 */
export function checkScores({ kind, of, because }: Scores, hosts: readonly Host[]): Scores {
  const scores = new Map<string, number>()
  for (const { id } of hosts) {
    const score = of.get(id)
    if (score === undefined) continue
    if (typeof score !== 'number' || Number.isNaN(score)) throw bad(`the score of host ${id} is no number`)
    scores.set(id, clamp(score, 0, 100))
  }
  return { kind, of: scores, ...(because && { because }) }
}

/** A move is used whole or not at all: of one unknown name in it, the rest is not to be trusted. Throws UnitFailure. */
export function checkBalance(answer: BalanceResult, { hosts, vms }: BalanceFacts): BalanceResult {
  if (typeof answer.because.text !== 'string' || !Array.isArray(answer.skippedHosts)) throw bad('no balance result')
  const { move } = answer
  if (move === undefined) return answer
  const hostIds = new Set(hosts.map(({ id }) => id))
  const vm = vms.find(({ id }) => id === move.vmId)
  if (vm === undefined) throw bad(`VM ${move.vmId} was not among those given`)
  if (vm.hostId === undefined || vm.hostId !== move.fromHostId) {
    throw bad(`VM ${move.vmId} does not run on host ${move.fromHostId}`)
  }
  const unknown = move.toHostIds.find(id => !hostIds.has(id))
  if (unknown !== undefined) throw bad(`host ${unknown} was not among those given`)
  // The engine takes an empty list for "any host", which no unit means.
  if (move.toHostIds.length === 0) throw bad(`no destination for VM ${move.vmId}`)
  if (move.toHostIds.includes(move.fromHostId)) throw bad(`VM ${move.vmId} would stay where it is`)
  return answer
}
