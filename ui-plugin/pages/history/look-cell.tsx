import type { Delivery } from '../../../shared/plan/delivery.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { lookAfter, type Minutes, type PromisedFigure } from './delivery-facts.ts'

export type LookCellProps = Readonly<{
  delivery: Delivery
  headline: PromisedFigure | undefined
  minutes: Minutes
  nowMs: number
}>

/** What was found so many minutes after a run ended: the figure, and how much of all that was promised has come. */
export function LookCell({ delivery, headline, minutes, nowMs }: LookCellProps) {
  const { t, percent, time } = useTexts()
  const look = lookAfter(delivery, minutes, nowMs)
  const came = headline?.came[minutes]
  if (look.state === 'later')
    return <span className="field-note">{t('history.delivery.later', { time: time(look.atMs), minutes })}</span>
  return (
    <>
      {came !== undefined && <span className="figure">{percent(came)}</span>}
      <span className={came === undefined ? 'field-note' : 'aside'}>
        {look.state === 'measured'
          ? t('history.delivery.share', { percent: percent(100 * look.share) })
          : t(`history.delivery.why.${look.why}`)}
      </span>
    </>
  )
}
