import { Td, Tr } from '@patternfly/react-table'
import type { ExplainedControl, ExplainedStep, KnobDecision, KnobLimit } from '../../../shared/plan/knob-decision.ts'
import { PlainTable } from '../../components/plain-table.tsx'
import { useFirstOf } from '../../components/show-more.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { useKnobTexts } from './use-knob-texts.ts'

const FIRST = 30

/** How a decision came about: what held it back, and for each control the steps that led to its value. */
export function DecisionReasons({ decision }: Readonly<{ decision: KnobDecision }>) {
  const { t, reason } = useTexts()
  const { change, problem, because, reason: why } = decision
  const texts = useKnobTexts()
  const limits: readonly KnobLimit[] = 'limits' in change ? (change.limits ?? []) : []
  return (
    <div className="decision-reasons">
      {problem !== undefined && (
        <p>
          {texts.problem(problem)} <span className="failure-code">{t('state.code', { code: problem.code })}</span>
        </p>
      )}
      {limits.map(({ by, wanted }) => (
        <p key={`${by} ${wanted}`}>{t(`tuning.limit.${by}`, { wanted })}</p>
      ))}
      {why !== undefined && <p>{reason(why)}</p>}
      {because.length === 0 && why === undefined && <p>{t('tuning.because.none')}</p>}
      {because.map(control => (
        <Control key={`${control.control} ${control.line} ${control.column}`} of={control} />
      ))}
    </div>
  )
}

function Control({ of: { control, value, text, file, line, steps, omitted } }: Readonly<{ of: ExplainedControl }>) {
  const { t } = useTexts()
  const numbered = steps.map((step, at) => ({ step, key: `${at}` }))
  const [shown, more] = useFirstOf(numbered, FIRST)
  return (
    <div>
      <p>
        <strong>{t('tuning.because.control', { control, value })}</strong>{' '}
        <span className="field-note">{t('tuning.because.place', { file, line })}</span>
      </p>
      {text !== '' && <code className="policy-text">{text}</code>}
      {omitted > 0 && <p className="field-note">{t('tuning.because.omitted', { count: omitted })}</p>}
      {steps.length > 0 && (
        <PlainTable
          label={t('tuning.because.steps', { control })}
          className="step-table"
          columns={[t('tuning.step'), t('tuning.step.text'), t('tuning.step.value'), t('tuning.step.place')]}
        >
          {shown.map(({ step, key }) => (
            <Step key={key} step={step} />
          ))}
        </PlainTable>
      )}
      {more}
    </div>
  )
}

function Step({ step: { kind, text, value, taken, file, line } }: Readonly<{ step: ExplainedStep }>) {
  const { t } = useTexts()
  return (
    <Tr>
      <Td dataLabel={t('tuning.step')}>{t(`tuning.step.${kind}`)}</Td>
      <Td dataLabel={t('tuning.step.text')}>
        <code className="policy-text">{text}</code>
      </Td>
      <Td dataLabel={t('tuning.step.value')}>{taken === undefined ? value : t(`tuning.step.${taken}`, { value })}</Td>
      <Td dataLabel={t('tuning.step.place')}>
        <span className="step-place">{`${file}:${line}`}</span>
      </Td>
    </Tr>
  )
}
