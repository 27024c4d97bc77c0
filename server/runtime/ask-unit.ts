/** The three questions, put to whichever kind of runner a unit has. Each rejects with UnitFailure for no usable answer. */
import type { Verdict } from '../../shared/policy/unit.ts'
import { checkBalance, checkScores, checkVerdicts } from './check-answer.ts'
import type { BalanceQuestion, Known, VmQuestion } from './question.ts'
import { UnitFailure } from './unit-failure.ts'
import type { Given, UnitRunner } from './unit-runner.ts'
import type { BalanceAnswer, Scores } from './unit-runtime.ts'

export async function askFilter(
  runner: UnitRunner,
  question: VmQuestion,
  given: Given,
): Promise<ReadonlyMap<string, Verdict>> {
  if (runner.needs === 'ids') return offered(runner.filter)(question, given)
  const facts = known(question.facts)
  return checkVerdicts(await offered(runner.filter)(facts, given), facts.hosts)
}

export async function askScore(runner: UnitRunner, question: VmQuestion, given: Given): Promise<Scores> {
  if (runner.needs === 'ids') return offered(runner.score)(question, given)
  const facts = known(question.facts)
  return checkScores(await offered(runner.score)(facts, given), facts.hosts)
}

export async function askBalance(runner: UnitRunner, question: BalanceQuestion, given: Given): Promise<BalanceAnswer> {
  if (runner.needs === 'ids') return offered(runner.balance)(question, given)
  const facts = known(question.facts)
  return checkBalance(await offered(runner.balance)(facts, given), facts)
}

function known<T>(facts: Known<T>): T {
  if (facts.ok) return facts.value
  throw new UnitFailure('no-facts', facts.why)
}

function offered<F>(call: F | undefined): F {
  if (call === undefined) throw new UnitFailure('not-found', 'it does not offer this function')
  return call
}
