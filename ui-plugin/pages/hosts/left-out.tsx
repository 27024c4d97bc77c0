import { ExpandableSection, Title } from '@patternfly/react-core'
import type { Explanation } from '../../../shared/plan/recommendation.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { SkippedTable } from '../recommendations/skipped-table.tsx'

/** Every host and VM that the balancer's last answer left out, with its reason: also why nothing moves. */
export function LeftOut({ explanation }: Readonly<{ explanation: Explanation }>) {
  const { t } = useTexts()
  const { skippedHosts, skippedVms } = explanation
  if (skippedHosts.length + skippedVms.length === 0) return null
  const counts = { hosts: skippedHosts.length, vms: skippedVms.length }
  return (
    <ExpandableSection toggleText={t('hosts.leftOut', counts)} className="left-out">
      <Title headingLevel="h3" size="md">
        {t('hosts.leftOut.hosts', counts)}
      </Title>
      <SkippedTable kind="host" skipped={skippedHosts} />
      <Title headingLevel="h3" size="md">
        {t('hosts.leftOut.vms', counts)}
      </Title>
      <SkippedTable kind="vm" skipped={skippedVms} />
    </ExpandableSection>
  )
}
