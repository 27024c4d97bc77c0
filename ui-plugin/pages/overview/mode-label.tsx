import { AutomationIcon, BanIcon, ExclamationTriangleIcon, EyeIcon, UserCheckIcon } from '@patternfly/react-icons'
import type { AutomationReply } from '../../../shared/api/plans.ts'
import type { AutomationMode } from '../../../shared/plan/automation.ts'
import type { Remote } from '../../api/use-remote.ts'
import { type Look, StateLabel } from '../../components/labels.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

const looks: Readonly<Record<AutomationMode, Look>> = {
  off: { icon: <BanIcon /> },
  recommend: { icon: <EyeIcon /> },
  approve: { icon: <UserCheckIcon /> },
  automatic: { icon: <AutomationIcon />, status: 'info' },
}
const held: Look = { icon: <ExclamationTriangleIcon />, status: 'warning' }

/** What the service does by itself in a cluster, and what keeps it from that now. */
export function ModeLabel({
  automation,
  clusterId,
}: Readonly<{ automation: Remote<AutomationReply>; clusterId: string }>) {
  const { t } = useTexts()
  if (automation.state === 'loading') return <StateLabel look={{ icon: <EyeIcon /> }} text={t('state.loading')} />
  if (automation.state === 'failed') return <StateLabel look={held} text={t('overview.mode.unknown')} />
  const { clusters, state } = automation.data
  const mode = clusters.find(({ cluster }) => cluster.id === clusterId)?.mode
  return (
    <>
      {mode === undefined ? (
        <StateLabel look={held} text={t('overview.mode.unknown')} />
      ) : (
        <StateLabel look={looks[mode]} text={t(`overview.mode.${mode}`)} />
      )}
      {state.stop && <StateLabel look={held} text={t('overview.mode.stopped')} />}
      {state.freezes.some(({ cluster }) => cluster.id === clusterId) && (
        <StateLabel look={held} text={t('overview.mode.frozen')} />
      )}
    </>
  )
}
