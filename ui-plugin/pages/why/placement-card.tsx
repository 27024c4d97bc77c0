import { Card, CardBody, CardTitle } from '@patternfly/react-core'
import type { Placement } from '../../../shared/plan/placement.ts'
import type { Remote } from '../../api/use-remote.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { refusalsByFilter } from './host-choice.ts'
import { HostChoiceTable } from './host-choice-table.tsx'
import { TurningPoints } from './turning-points.tsx'

export type PlacementCardProps = Readonly<{ placement: Remote<Placement>; onRetry: () => void }>

/** Why a VM is where it is: every host of its cluster, with what refuses it or how it ranks. */
export function PlacementCard({ placement, onRetry }: PlacementCardProps) {
  const { t } = useTexts()
  return (
    <Card isCompact className="sized-card">
      <CardTitle component="h2">{t('why.here')}</CardTitle>
      <CardBody>
        <WhenReady remote={placement} onRetry={onRetry}>
          {data => <Answer placement={data} />}
        </WhenReady>
      </CardBody>
    </Card>
  )
}

function Answer({ placement }: Readonly<{ placement: Placement }>) {
  const { t } = useTexts()
  const { hosts, leftOut, policy, silentWeights, notAsked } = placement
  const refusals = refusalsByFilter(hosts)
  return (
    <>
      <p>
        {t('why.here.count', {
          kept: hosts.filter(({ kept }) => kept).length,
          hosts: hosts.length + leftOut.length,
          refused: refusals.length,
          filters: refusals.map(([filter, count]) => t('why.here.filter', { filter, count })).join(', '),
        })}{' '}
        <span className="field-note">{t('why.policy', { policy: policy.name })}</span>
      </p>
      <HostChoiceTable placement={placement} />
      <TurningPoints placement={placement} />
      {notAsked.length > 0 && <p className="field-note">{t('why.notAsked', { units: notAsked.join(', ') })}</p>}
      {silentWeights.length > 0 && (
        <p className="field-note">
          {t('why.silent', { weights: silentWeights.map(({ unit, field }) => `${unit} (${field})`).join(', ') })}
        </p>
      )}
    </>
  )
}
