import { BanIcon, ExclamationCircleIcon } from '@patternfly/react-icons'
import type { ReactNode } from 'react'
import type { VerdictAnswer } from '../../../shared/plan/unit-verdict.ts'
import { type Look, StateLabel } from '../../components/labels.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

const failed: Look = { icon: <ExclamationCircleIcon />, status: 'danger' }
const silent: Look = { icon: <BanIcon /> }

/** What a unit answered, in one sentence with its numbers; below it the hosts that it rejected, or its own reason. */
export function VerdictSentence({ answer }: Readonly<{ answer: VerdictAnswer }>): ReactNode {
  const { rich, reason } = useTexts()
  switch (answer.kind) {
    case 'kept':
      return <Kept answer={answer} />
    case 'scored':
      return <Scored answer={answer} />
    case 'stays':
      return reason(answer.because)
    case 'moves': {
      const { vm, from, because } = answer
      const named = {
        vm: <EntityLink kind="vm" name={vm.name} />,
        to: <Destinations answer={answer} />,
        from: from && <EntityLink kind="host" name={from.name} />,
      }
      return (
        <>
          {rich(from === undefined ? 'units.verdict.moves' : 'units.verdict.moves.from', named)}{' '}
          <span className="verdict-reason">{reason(because)}</span>
        </>
      )
    }
    case 'silent':
    case 'failed':
      return <Unanswered kind={answer.kind} text={answer.text} />
  }
}

type AnswerOf<K extends VerdictAnswer['kind']> = Readonly<{ answer: Extract<VerdictAnswer, { kind: K }> }>

function Kept({ answer: { kept, of, rejected } }: AnswerOf<'kept'>) {
  const { t, rich, reason } = useTexts()
  if (of === 0) return t('units.verdict.noHosts')
  if (kept === of) return t('units.verdict.kept.all', { of })
  const others = of - kept - rejected.length
  return (
    <>
      {t('units.verdict.kept', { kept, of })}
      <ul>
        {rejected.map(({ host, because }) => (
          <li key={host.id} className="listed-point">
            {rich('units.verdict.rejected', {
              host: <EntityLink kind="host" name={host.name} />,
              reason: reason(because),
            })}
          </li>
        ))}
        {others > 0 && <li className="listed-point">{t('units.verdict.more', { count: others })}</li>}
      </ul>
    </>
  )
}

function Scored({ answer: { scored, of, counts, best, worst } }: AnswerOf<'scored'>) {
  const { t, rich, number } = useTexts()
  if (of === 0) return t('units.verdict.noHosts')
  if (best === undefined || worst === undefined) return t('units.verdict.scored.none', { of })
  const figure = (value: number) => number(Math.round(value * 10) / 10)
  const host = (name: string) => <EntityLink kind="host" name={name} />
  if (scored === 1) {
    return rich(`units.verdict.${counts}.one`, { host: host(best.host.name), value: figure(best.value) })
  }
  return rich(`units.verdict.${counts}`, {
    scored: number(scored),
    of: number(of),
    best: host(best.host.name),
    bestValue: figure(best.value),
    worst: host(worst.host.name),
    worstValue: figure(worst.value),
  })
}

function Destinations({ answer: { to, toCount } }: AnswerOf<'moves'>) {
  const { rich } = useTexts()
  const [first] = to
  if (first === undefined) return null
  const best = <EntityLink kind="host" name={first.name} />
  return toCount === 1 ? best : rich('units.verdict.moves.more', { to: best, count: toCount - 1 })
}

function Unanswered({ kind, text }: Readonly<{ kind: 'silent' | 'failed'; text: string }>) {
  const { t } = useTexts()
  return (
    <span className="verdict-failure">
      <StateLabel look={kind === 'failed' ? failed : silent} text={t(`units.verdict.${kind}`)} />{' '}
      <span className="unit-problem">{text}</span>
    </span>
  )
}
