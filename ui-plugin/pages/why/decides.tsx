import type { PlacedHost } from '../../../shared/plan/placement.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { greatestLoss, type HostChoice } from './host-choice.ts'
import { UnitReason } from './unit-reason.tsx'

export type DecidesProps = Readonly<{
  choice: HostChoice
  best: PlacedHost | undefined
  second: PlacedHost | undefined
}>

/** In one line, what makes the verdict on a host: the filter and its numbers, or how far it is from the first. */
export function Decides({ choice: { verdict, placed, leftOut }, best, second }: DecidesProps) {
  const { t } = useTexts()
  if (leftOut !== undefined) return <UnitReason given={leftOut} />
  if (placed === undefined) return null
  if (!placed.kept) return <FirstRefusal placed={placed} />
  if (verdict === 'best') {
    if (second === undefined) return t('why.alone')
    return t('why.ahead', { points: (placed.points ?? 0) - (second.points ?? 0), host: second.host.name })
  }
  if (best === undefined) return null
  if (placed.points === best.points) return t('why.level', { host: best.host.name })
  const loss = greatestLoss(placed, best)
  return loss && t('why.behind', loss)
}

/** The filter that was the first to refuse a host, with its numbers, and how many others do. */
export function FirstRefusal({ placed: { rejectedBy, verdicts } }: Readonly<{ placed: PlacedHost }>) {
  const { t } = useTexts()
  const others = verdicts.filter(({ verdict, unit }) => verdict === 'dropped' && unit !== rejectedBy).length
  const first = verdicts.find(({ unit }) => unit === rejectedBy)
  if (rejectedBy === undefined) return null
  return (
    <>
      {first?.reason ? (
        <UnitReason given={first.reason} unit={rejectedBy} />
      ) : (
        <>
          <strong className="why-unit">{rejectedBy}: </strong>
          {first?.field !== undefined && t('why.fact', { field: first.field })}
        </>
      )}
      {others > 0 && <span className="field-note"> {t('why.more', { count: others })}</span>}
    </>
  )
}
