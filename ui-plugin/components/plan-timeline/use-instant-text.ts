import type { Plan, PlannedHost } from '../../../shared/plan/plan.ts'
import { type PlanInstant, stepsAt } from '../../../shared/plan/plan-instants.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import type { ShownUse } from './uses-at.ts'

/** A sentence has room for those that matter most; the rows below tell all. */
const NAMED = 2

export type InstantText = Readonly<{
  /** "After 3 of 8 (80 s)". */
  when: string
  /** The same with the figures of the hosts that change most. */
  sentence: string
}>

/** A point of a plan in words. `hosts`: those that change most first; `uses` undefined: they are not known. */
export function useInstantText(): (
  plan: Pick<Plan, 'steps'>,
  instant: PlanInstant,
  hosts: readonly PlannedHost[],
  uses: ReadonlyMap<string, ShownUse> | undefined,
) => InstantText {
  const { t, percent, duration, number } = useTexts()
  return ({ steps }, instant, hosts, uses) => {
    const when = instant.hasBegun
      ? t('timeline.at', {
          done: stepsAt(steps, instant).done.length,
          steps: number(steps.length),
          time: duration(instant.atS),
        })
      : t('timeline.before')
    if (uses === undefined) return { when, sentence: t('timeline.sentence.unknown', { when }) }
    const named = hosts.slice(0, NAMED).flatMap(({ host }) => {
      const use = uses.get(host.id)
      if (use === undefined) return []
      return t('timeline.host', { host: host.name, cpu: percent(use.cpuPercent), memory: percent(use.memoryPercent) })
    })
    return { when, sentence: t('timeline.sentence', { when, hosts: named.join('; ') }) }
  }
}
