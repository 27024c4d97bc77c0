import { CheckCircleIcon, ExclamationCircleIcon, QuestionCircleIcon } from '@patternfly/react-icons'
import type { Ref } from 'react'
import { StatusCard } from '../../components/status-card.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import type { ViewProps } from '../scheduler/view-props.ts'
import { useChecksStatus } from './checks-line.tsx'
import { PartLink } from './part-link.tsx'
import type { Check } from './use-checks.ts'

export type SelfCheckProps = Pick<ViewProps, 'onShow'> &
  Readonly<{
    checks: readonly Check[]
    /** Of the title, which takes the focus when something leads here. */
    titleRef: Ref<HTMLElement>
  }>

const icons = { good: <CheckCircleIcon />, bad: <ExclamationCircleIcon />, unknown: <QuestionCircleIcon /> }

/** Everything that must be in order for this page to be right and its buttons to work, with the fix of what is not. */
export function SelfCheck({ checks, titleRef, onShow }: SelfCheckProps) {
  const { t } = useTexts()
  const status = useChecksStatus()
  return (
    <StatusCard title={t('overview.checks.title')} titleRef={titleRef} status={status(checks)}>
      <ul className="check-list">
        {checks.map(check => (
          <li key={check.id} className={`check check-${check.state}`}>
            <span className="check-mark" title={t(`overview.check.${check.state}`)}>
              <span aria-hidden>{icons[check.state]}</span>
              <span className="pf-v6-screen-reader">{t(`overview.check.${check.state}`)}: </span>
            </span>
            <div>
              {check.text}
              {check.fix !== undefined && <div className="field-note">{check.fix}</div>}
              {check.view === 'units' && (
                <PartLink view={check.view} onShow={onShow}>
                  {t('views.units')}
                </PartLink>
              )}
            </div>
          </li>
        ))}
      </ul>
    </StatusCard>
  )
}
