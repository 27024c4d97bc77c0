import { Button, Card, CardBody, CardTitle } from '@patternfly/react-core'
import type { WhyNotMoved } from '../../../shared/plan/placement.ts'
import type { Remote } from '../../api/use-remote.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { GateList } from './gate-list.tsx'
import { UnitReason } from './unit-reason.tsx'

export type MovedCardProps = Readonly<{
  answer: Remote<WhyNotMoved>
  onRetry: () => void
  /** Undefined while its cluster is not known. */
  onShowRecommendations: (() => void) | undefined
}>

/** Why a VM was not moved: what stops it, and every gate that a move has to pass. */
export function MovedCard({ answer, onRetry, onShowRecommendations }: MovedCardProps) {
  const { t } = useTexts()
  const gates = answer.state === 'ready' ? answer.data.gates : []
  const isRecommended = gates.some(({ gate, isOpen }) => gate === 'recommendation' && isOpen)
  const isMoving = gates.length > 0 && gates.every(({ isOpen }) => isOpen)
  return (
    <Card isCompact className="sized-card">
      <CardTitle component="h2">{t(isMoving ? 'why.moved.moving' : 'why.moved')}</CardTitle>
      <CardBody>
        <WhenReady remote={answer} onRetry={onRetry}>
          {({ because, gates }) => (
            <>
              <p className="why-because" aria-live="polite">
                <UnitReason given={because} />{' '}
                {isRecommended && onShowRecommendations && (
                  <Button variant="link" isInline onClick={onShowRecommendations}>
                    {t('why.show.recommendations')}
                  </Button>
                )}
              </p>
              <GateList gates={gates} />
            </>
          )}
        </WhenReady>
      </CardBody>
    </Card>
  )
}
