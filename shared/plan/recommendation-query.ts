import type { Explanation, Recommendation, RecommendationState } from './recommendation.ts'

/** How recommendations are kept and asked for, by whoever keeps them and whoever needs them kept. */
export type StoredRecommendation = Readonly<{ recommendation: Recommendation; explanation: Explanation }>

/** What a writer has seen of a recommendation. Without the time, whatever was changed in that state meanwhile is overwritten. */
export type Seen = Readonly<{ state: RecommendationState; updatedAtMs?: number | undefined }>

export type RecommendationFilter = Readonly<{
  state?: RecommendationState | undefined
  clusterId?: string | undefined
  kind?: Recommendation['kind'] | undefined
  ids?: readonly string[] | undefined
  /** Only those that are listed after this one. */
  after?: Readonly<{ createdAtMs: number; id: string }> | undefined
  limit?: number | undefined
}>

/** `next`: what the following page is asked for with; absent: nothing follows. */
export type RecommendationPage = Readonly<{
  recommendations: Recommendation[]
  next?: Readonly<{ createdAtMs: number; id: string }>
}>

export type RecommendationCount = Readonly<{ clusterId: string; state: RecommendationState; count: number }>
