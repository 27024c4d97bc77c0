import { apiErrors } from '../../shared/api/errors.ts'
import type { Outcome } from '../../shared/api/recommendations.ts'
import type { Recommendation } from '../../shared/plan/recommendation.ts'
import type { Recommendations } from '../apply/services.ts'
import { tell } from './error-mapper.ts'

/**
 * Does the same to several recommendations, the most urgent first, then the oldest. What is refused, or not known, is told
 * by its id and holds up none of the others; a defect ends the request as anywhere else.
 */
export async function forEachOf(
  ids: readonly string[],
  find: Recommendations['get'],
  act: (recommendation: Recommendation) => Promise<Readonly<{ runId?: string }>>,
): Promise<{ outcomes: Outcome[] }> {
  const outcomes: Outcome[] = []
  const known: Recommendation[] = []
  const attempt = async (id: string, what: () => Promise<Readonly<{ runId?: string }> | undefined>) => {
    try {
      const done = await what()
      if (done !== undefined) outcomes.push({ id, ...done })
    } catch (error) {
      const { code, message } = tell(error)
      if (code === 'internal') throw error
      outcomes.push({ id, problem: { code, message, fix: apiErrors[code].fix } })
    }
  }
  for (const id of ids) {
    await attempt(id, async () => {
      known.push((await find(id)).recommendation)
      return undefined
    })
  }
  for (const one of known.toSorted((a, b) => a.priority - b.priority || a.createdAtMs - b.createdAtMs)) {
    await attempt(one.id, () => act(one))
  }
  return { outcomes }
}
