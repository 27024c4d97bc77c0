import type { SchedulerOpinion } from '../../server/cycles/scheduler-advisor.ts'

/** What a scheduler says that has nothing to say. */
export const anOpinion = (over: Partial<SchedulerOpinion> = {}): SchedulerOpinion => ({
  schedulerId: 'default',
  values: {},
  moves: [],
  hostActions: [],
  notices: [],
  skippedHosts: [],
  skippedVms: [],
  balance: undefined,
  problems: [],
  ...over,
})
