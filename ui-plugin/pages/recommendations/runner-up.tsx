import type { PlacedHost, Placement } from '../../../shared/plan/placement.ts'
import type { MoveRecommendation } from '../../../shared/plan/recommendation.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { FirstRefusal } from '../why/decides.tsx'
import { greatestLoss } from '../why/host-choice.ts'

export type RunnerUpProps = Readonly<{
  move: MoveRecommendation
  placement: Placement
  /** The destination, as the engine's policy sees it. */
  placed: PlacedHost | undefined
}>

/** The next best host of whoever proposed the move, with its points by the policy and what it loses by. */
export function RunnerUp({ move: { to, alternatives }, placement, placed }: RunnerUpProps) {
  const { t } = useTexts()
  const [next] = alternatives
  if (next === undefined) return t('choice.runnerUp.none')
  const other = placement.hosts.find(({ host }) => host.id === next.id)
  if (other !== undefined && !other.kept) {
    return (
      <>
        {t('choice.runnerUp.refused', { host: next.name })} <FirstRefusal placed={other} />
      </>
    )
  }
  if (other?.points === undefined || placed?.points === undefined) {
    return t('choice.runnerUp.unknown', { host: next.name })
  }
  const loss = greatestLoss(other, placed)
  const isBehind = other.points < placed.points
  return (
    <>
      {t('choice.runnerUp.points', {
        host: next.name,
        points: other.points,
        to: to.name,
        toPoints: placed.points,
      })}{' '}
      {isBehind && loss !== undefined && t('choice.runnerUp.loses', { loss: t('why.behind', loss) })}
      {!isBehind && t('choice.runnerUp.ahead', { to: to.name })}
    </>
  )
}
