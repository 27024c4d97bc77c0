import { DescriptionList, Title } from '@patternfly/react-core'
import type { Trust } from '../../../shared/plan/delivery.ts'
import { Fact } from '../../components/fact.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { usePolicyName } from './use-policy-name.ts'

/** How far each policy has kept its word in each cluster. */
export function TrustList({ trust }: Readonly<{ trust: readonly Trust[] }>) {
  const { t, percent } = useTexts()
  const policyName = usePolicyName()
  return (
    <section className="trust-list">
      <Title headingLevel="h3" size="md">
        {t('history.trust')}
      </Title>
      {trust.length === 0 ? (
        <p className="field-note">{t('history.trust.none')}</p>
      ) : (
        <DescriptionList isCompact columnModifier={{ default: '2Col', xl: '3Col' }}>
          {trust.map(one => (
            <Fact
              key={`${one.cluster.id} ${one.unitId}`}
              term={t('history.trust.of', { policy: policyName(one.unitId), cluster: one.cluster.name })}
            >
              {one.percent === undefined
                ? t('history.trust.unknown', { runs: one.runs })
                : t('history.trust.percent', { percent: percent(one.percent), runs: one.runs })}
            </Fact>
          ))}
        </DescriptionList>
      )}
    </section>
  )
}
