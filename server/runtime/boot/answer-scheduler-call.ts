import type { Reason, Skipped } from '../../../shared/policy/reason.ts'
import { callScheduler } from '../../../shared/sdk/call-scheduler.ts'
import type { SchedulerAdvice, SchedulerContext, Selection, SiteScheduler } from '../../../shared/sdk/scheduler.ts'
import type { SchedulerCall } from '../sandbox/plugin-wire.ts'
import type { View } from './view.ts'
import { wireReason } from './wire-reason.ts'

/** More than anyone reads; the service takes no longer answer. */
const MAX_WANTED = 200
const MAX_SKIPPED = 1_000

/** Puts one call to a scheduler and turns what it returns into what is sent. Throws for what cannot be meant. */
export async function answerSchedulerCall(
  scheduler: SiteScheduler,
  { function: asked, ask, values }: SchedulerCall,
  { snapshot }: Pick<View, 'snapshot'>,
  fetch: SchedulerContext['fetch'],
): Promise<unknown> {
  const answer = await callScheduler(scheduler, asked, ask, { snapshot, values, fetch })
  switch (asked) {
    case 'selectedHosts':
    case 'hasAnyHosts':
      return answer ?? null
    case 'selectHost': {
      const { hostId, because } = (answer ?? {}) as Partial<Selection>
      return { hostId, because: sent(because, 'selectHost must return { hostId, because }') }
    }
    default:
      return answer === undefined || answer === null ? null : toAdvice(answer, asked)
  }
}

function toAdvice(answer: unknown, asked: string): unknown {
  const given = answer as Partial<SchedulerAdvice>
  const wanted = <T extends Readonly<{ because: Reason }>>(list: readonly T[] | undefined, what: string) =>
    (list ?? [])
      .slice(0, MAX_WANTED)
      .map(item => ({ ...item, because: sent(item?.because, `each of ${what} must say why`) }))
  const skipped = (list: readonly Skipped[] | undefined) =>
    (list ?? [])
      .slice(0, MAX_SKIPPED)
      .map(({ id, name, reason }) => ({ id, name, reason: sent(reason, 'skipped must say why') }))
  return {
    because: sent(given.because, `${asked} must return advise('…') or nothing`),
    moves: wanted(given.moves, 'moves'),
    hostActions: wanted(given.hostActions, 'hostActions'),
    notices: wanted(given.notices, 'notices'),
    skippedHosts: skipped(given.skippedHosts),
    skippedVms: skipped(given.skippedVms),
  }
}

const sent = (because: Partial<Reason> | undefined, fix: string) => wireReason(because, fix)
