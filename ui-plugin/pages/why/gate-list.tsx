import { BanIcon, CheckCircleIcon, MinusCircleIcon, QuestionCircleIcon } from '@patternfly/react-icons'
import type { ComponentType } from 'react'
import type { WhyNotMoved } from '../../../shared/plan/placement.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { type GateState, judgedGates } from './gate-state.ts'
import { UnitReason } from './unit-reason.tsx'

const marks: Readonly<Record<GateState, readonly [Icon: ComponentType, level: string]>> = {
  passed: [CheckCircleIcon, 'ok'],
  stopped: [BanIcon, 'over'],
  closed: [MinusCircleIcon, 'high'],
  unknown: [QuestionCircleIcon, 'unknown'],
}

/** The ten gates in order, each with how the move fares there and the sentence that says why. */
export function GateList({ gates }: Readonly<{ gates: WhyNotMoved['gates'] }>) {
  const { t } = useTexts()
  return (
    <ol className="why-gates" aria-label={t('why.gates')}>
      {judgedGates(gates).map(({ gate, state, reason }) => {
        const [Icon, level] = marks[state]
        return (
          <li
            key={gate}
            className={`why-gate why-gate-${state}`}
            {...(state === 'stopped' && { 'aria-current': 'step' })}
          >
            <span className={`level-mark-${level}`}>
              <Icon aria-hidden />
            </span>
            <div>
              <span className="why-gate-head">
                <strong>{t(`why.gate.${gate}`)}</strong>
                <span className={`why-gate-word level-mark-${level}`}>{t(`why.gate.${state}`)}</span>
              </span>
              <p>
                <UnitReason given={reason} />
              </p>
            </div>
          </li>
        )
      })}
    </ol>
  )
}
