import { z } from 'zod'
import { explanationSchema, recommendationSchema } from '../../shared/plan/recommendation.ts'
import type { StoredRecommendation } from '../../shared/plan/recommendation-query.ts'
import type { BadRow } from './store.ts'
import type { RecommendationRow } from './tables.ts'

export type ReportBadRow = (row: BadRow) => void

/**
 * JSON text of a row → the value its schema describes. undefined, and reported, when it is something else: one damaged
 * row must not hide the others.
 */
export function readJson<T>(
  schema: z.ZodType<T>,
  text: string,
  row: Readonly<{ table: string; id: string }>,
  report: ReportBadRow,
): T | undefined {
  const json = parseJson(text)
  if (!json.ok) {
    report({ ...row, problem: json.problem })
    return undefined
  }
  const parsed = schema.safeParse(json.value)
  if (parsed.success) return parsed.data
  report({ ...row, problem: z.prettifyError(parsed.error) })
  return undefined
}

export function readStoredRecommendation(
  row: RecommendationRow,
  report: ReportBadRow,
): StoredRecommendation | undefined {
  const place = { table: 'recommendations', id: row.id }
  const recommendation = readJson(recommendationSchema, row.recommendation, place, report)
  const explanation = readJson(explanationSchema, row.explanation, place, report)
  return recommendation && explanation && { recommendation, explanation }
}

/** What could be read. */
export const present = <T>(values: readonly (T | undefined)[]): T[] => values.filter(value => value !== undefined)

function parseJson(text: string): { ok: true; value: unknown } | { ok: false; problem: string } {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) }
  }
}
