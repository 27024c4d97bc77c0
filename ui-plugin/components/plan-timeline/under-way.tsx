import type { PlannedStep } from '../../../shared/plan/plan.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { EntityLink, HostsOfMove } from '../portal-links.tsx'

const NAMED = 4
const COLUMNS = 2

export type UnderWayProps = Readonly<{
  steps: readonly PlannedStep[]
  /** How many the plan has at once at most: so much room is kept, and nothing below moves. */
  most: number
}>

/** The migrations that run at the chosen point, by name: bars are often too narrow for that. */
export function UnderWay({ steps, most }: UnderWayProps) {
  const { t, duration, number } = useTexts()
  const lines = 1 + Math.ceil(Math.min(most, NAMED) / COLUMNS) + Number(most > NAMED)
  return (
    <div className="timeline-under-way" style={{ minBlockSize: `calc(${lines} * 1lh)` }}>
      {steps.length === 0 ? t('timeline.underWay.none') : t('timeline.underWay')}
      <ul>
        {steps.slice(0, NAMED).map(({ index, vm, from, to, startsAtS, endsAtS }) => (
          <li key={index} className="under-way-step">
            {number(index + 1)}: <EntityLink kind="vm" name={vm.name} />, <HostsOfMove from={from} to={to} />,{' '}
            {duration(endsAtS - startsAtS)}
          </li>
        ))}
        {steps.length > NAMED && <li>{t('timeline.underWay.more', { count: steps.length - NAMED })}</li>}
      </ul>
    </div>
  )
}
