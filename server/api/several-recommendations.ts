import { apiErrors } from '../../shared/api/errors.ts'
import type { Outcome } from '../../shared/api/recommendations.ts'
import type { Recommendation } from '../../shared/plan/recommendation.ts'
import type { Recommendations } from '../apply/services.ts'
import type { Log } from '../telemetry/log.ts'
import { ApiProblem } from './api-problem.ts'
import { tell } from './error-mapper.ts'

type Context = Readonly<{ find: Recommendations['get']; signal: AbortSignal; log: Pick<Log, 'error'> }>

/**
 * Does the same to several recommendations, the most urgent first, then the oldest. What is refused, not known or a defect is
 * told by its id and holds up none of the others: the runs that did begin must be told of. None begins once the signal is aborted.
 */
export async function forEachOf(
  ids: readonly string[],
  { find, signal, log }: Context,
  act: (recommendation: Recommendation) => Promise<Readonly<{ runId?: string }>>,
): Promise<{ outcomes: Outcome[] }> {
  const outcomes: Outcome[] = []
  const known: Recommendation[] = []
  for (const id of ids) {
    try {
      known.push((await find(id)).recommendation)
    } catch (error) {
      outcomes.push({ id, problem: problemOf(error, id, log) })
    }
  }
  for (const one of known.toSorted((a, b) => a.priority - b.priority || a.createdAtMs - b.createdAtMs)) {
    try {
      if (signal.aborted) throw new ApiProblem('not-tried', 'The time of the request was up before its turn came.')
      outcomes.push({ id: one.id, ...(await act(one)) })
    } catch (error) {
      outcomes.push({ id: one.id, problem: problemOf(error, one.id, log) })
    }
  }
  return { outcomes }
}

function problemOf(error: unknown, recommendationId: string, log: Context['log']): Outcome['problem'] {
  const { code, message } = tell(error)
  if (code === 'internal') log.error({ error, recommendationId }, 'One of several failed in a way we did not foresee.')
  return { code, message, fix: apiErrors[code].fix }
}
