import {
  ArrowRightIcon,
  BanIcon,
  CheckCircleIcon,
  ExclamationCircleIcon,
  OutlinedCircleIcon,
  PauseCircleIcon,
} from '@patternfly/react-icons'
import { Td } from '@patternfly/react-table'
import { useState } from 'react'
import type { KnobDecision } from '../../../shared/plan/knob-decision.ts'
import { type Look, StateLabel } from '../../components/labels.tsx'
import { OpenableRow } from '../../components/openable-row.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { DecisionReasons } from './decision-reasons.tsx'
import { useKnobTexts } from './use-knob-texts.ts'

const COLUMNS = 5

const looks: Readonly<Record<KnobDecision['outcome'], Look>> = {
  made: { icon: <CheckCircleIcon />, status: 'success' },
  'would-make': { icon: <OutlinedCircleIcon /> },
  asked: { icon: <ArrowRightIcon />, status: 'info' },
  failed: { icon: <ExclamationCircleIcon />, status: 'danger' },
  refused: { icon: <BanIcon />, status: 'warning' },
  held: { icon: <PauseCircleIcon /> },
}

/** One decision; below it why, when that is wanted. */
export function DecisionRow({ decision, hostName }: Readonly<{ decision: KnobDecision; hostName: string }>) {
  const { t, time, exactTime } = useTexts()
  const texts = useKnobTexts()
  const [isOpen, setOpen] = useState(false)
  const { atMs, by, change, outcome, problem } = decision
  const subject = change.knob === 'ksm' ? hostName : change.vmName
  const knob = texts.knob(change)
  return (
    <OpenableRow
      isOpen={isOpen}
      onToggle={() => setOpen(!isOpen)}
      label={t('tuning.why.of', { subject, knob, time: time(atMs) })}
      columns={COLUMNS}
      details={<DecisionReasons decision={decision} />}
    >
      <Td dataLabel={t('tuning.column.time')}>
        <span title={exactTime(atMs)}>{time(atMs)}</span>
      </Td>
      <Td dataLabel={t('tuning.column.subject')}>
        <EntityLink kind={change.knob === 'ksm' ? 'host' : 'vm'} name={subject} />
      </Td>
      <Td dataLabel={t('tuning.column.change')}>
        <span className="decision-knob">{t('tuning.knobBy', { knob, by: t(`tuning.by.${by}`) })}</span>{' '}
        {texts.fromTo(change)}
      </Td>
      <Td dataLabel={t('tuning.column.outcome')}>
        <StateLabel look={looks[outcome]} text={t(`tuning.outcome.${outcome}`)} />
        {problem !== undefined && <span className="field-note">{texts.problem(problem)}</span>}
      </Td>
    </OpenableRow>
  )
}
