import type { RecommendationList } from '../../shared/api/recommendations.ts'
import { isMove } from '../../shared/plan/recommendation.ts'
import { eventually } from './eventually.ts'
import type { Caller } from './sign-in.ts'

/** The first recommended move that waits for somebody, once there is one. */
export const openMove = (api: Pick<Caller, 'get'>) =>
  eventually('an open recommendation', async () => {
    const { recommendations } = await api.get<RecommendationList>('/recommendations?state=open')
    return recommendations.find(isMove)
  })
