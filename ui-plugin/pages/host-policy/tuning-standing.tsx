import { Title } from '@patternfly/react-core'
import type { ClusterTuningView } from '../../../shared/api/tuning.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { ModeLabel } from './mode-label.tsx'

export type TuningStandingProps = Readonly<{
  tuning: Pick<ClusterTuningView, 'cluster' | 'hosts' | 'settings' | 'configured' | 'saved'>
  /** False: it was set a moment ago, and the hosts follow with their next figures. */
  isSettled: boolean
}>

/** In which mode the hosts of a cluster are now, and who said so. */
export function TuningStanding({ tuning, isSettled }: TuningStandingProps) {
  const { t, time } = useTexts()
  const { cluster, hosts, settings, configured, saved } = tuning
  const mode = t(`tuning.mode.${configured.mode}`)
  const held = settings.mode === 'enforce' && isSettled ? hosts.find(one => one.mode === 'observe') : undefined
  return (
    <div className="tuning-standing">
      <Title headingLevel="h3" size="md">
        {cluster.name}
      </Title>
      <p className="tuning-now">
        {hosts.map(one => (
          <ModeLabel key={one.mode} {...one} />
        ))}
        {hosts.length === 0 && t('tuning.now.none')}
      </p>
      <p className="field-note">
        {saved === undefined
          ? t('tuning.configured', { mode })
          : t('tuning.setBy', { user: saved.by.name, time: time(saved.atMs), mode })}
        {settings.mode === 'enforce' && ` ${t(settings.takeOver ? 'tuning.mom.yes' : 'tuning.mom.no')}`}
        {held !== undefined && ` ${t('tuning.held', { count: held.count })}`}
      </p>
    </div>
  )
}
