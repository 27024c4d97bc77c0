import { DescriptionList } from '@patternfly/react-core'
import { CheckCircleIcon, ExclamationCircleIcon, HourglassHalfIcon } from '@patternfly/react-icons'
import type { HostTuning } from '../../../shared/api/tuning.ts'
import type { TuningRound } from '../../../shared/plan/knob-decision.ts'
import { Fact } from '../../components/fact.tsx'
import { type Look, StateLabel } from '../../components/labels.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
import { useFirstOf } from '../../components/show-more.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { ModeLabel } from './mode-label.tsx'
import { PolicyProblem } from './policy-problem.tsx'

const roundLooks: Readonly<Record<TuningRound['outcome'], Look>> = {
  ok: { icon: <CheckCircleIcon />, status: 'success' },
  failed: { icon: <ExclamationCircleIcon />, status: 'danger' },
  'not-ready': { icon: <HourglassHalfIcon />, status: 'warning' },
}

/** What is done on a host now and why not what is set, how the last round went, and whom it left out. */
export function TuningFacts({ tuning }: Readonly<{ tuning: HostTuning }>) {
  const { t, reason } = useTexts()
  const { mode, wantedMode, because, saved, round, policyProblem } = tuning
  return (
    <>
      <PolicyProblem problem={policyProblem} />
      <DescriptionList isCompact isHorizontal className="guest-facts">
        <Fact term={t('tuning.mode')}>
          <ModeLabel mode={mode} /> {t(`tuning.mode.${mode}.means`)}
          {mode !== wantedMode && (
            <p>
              {t(saved?.modes.mode === undefined ? 'tuning.wanted' : 'tuning.wanted.host', {
                mode: t(`tuning.mode.${wantedMode}`),
              })}
            </p>
          )}
          {because !== undefined && <p>{reason(because)}</p>}
        </Fact>
        {(mode === 'dry-run' || mode === 'enforce' || round !== undefined) && (
          <Fact term={t('tuning.round')}>{round === undefined ? t('tuning.round.none') : <Round round={round} />}</Fact>
        )}
      </DescriptionList>
      {round !== undefined && round.skipped.length > 0 && <Skipped skipped={round.skipped} />}
    </>
  )
}

function Round({ round: { outcome, atMs, durationMs, problem } }: Readonly<{ round: TuningRound }>) {
  const { t, time } = useTexts()
  return (
    <>
      <StateLabel look={roundLooks[outcome]} text={t(`tuning.round.${outcome}`)} />{' '}
      {t('tuning.round.at', { time: time(atMs), ms: Math.round(durationMs) })}
      {problem !== undefined && (
        <>
          <p>{problem.message}</p>
          <p className="failure-code">{t('state.code', { code: problem.code })}</p>
        </>
      )}
    </>
  )
}

const FIRST = 5

function Skipped({ skipped }: Pick<TuningRound, 'skipped'>) {
  const { t } = useTexts()
  const [shown, more] = useFirstOf(skipped, FIRST)
  return (
    <>
      <p>{t('tuning.skipped', { count: skipped.length })}</p>
      <ul className="tuning-skipped">
        {shown.map(({ vmId, vmName, code, message }) => (
          <li key={`${vmId} ${code}`}>
            <EntityLink kind="vm" name={vmName} />: {message}
          </li>
        ))}
      </ul>
      {more}
    </>
  )
}
