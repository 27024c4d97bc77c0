import type { RecommendationsDeps } from '../apply/recommendations.ts'
import type { Config } from '../config/settings.ts'

const MINUTE_MS = 60_000

/** How long what was dismissed, failed or refused is not recommended again. */
export const holdsOf = (config: Config): RecommendationsDeps['hold'] => ({
  dismissedMs: config['recommendations.hold'] * MINUTE_MS,
  failedMs: 10 * MINUTE_MS,
  refusedMs: config['recommendations.refusalHold'] * MINUTE_MS,
})
