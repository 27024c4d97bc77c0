import type { PlacedHost, WhyNot } from '../../../shared/plan/placement.ts'
import type { MoveRecommendation } from '../../../shared/plan/recommendation.ts'
import { ReasonList } from '../../components/reason-list.tsx'
import { Section } from '../../components/section.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { FilterList } from '../why/filter-list.tsx'
import { TurningPoints } from '../why/turning-points.tsx'
import { useWhyNot } from '../why/use-vm-answers.ts'
import { RunnerUp } from './runner-up.tsx'

/** Why this host and not the next one: the runner-up with its points, the filters that were passed, what would turn it. */
export function MoveChoice({ move }: Readonly<{ move: MoveRecommendation }>) {
  const [answer, reload] = useWhyNot(move.vm.id, move.to.id)
  return (
    <div className="detail-section">
      <WhenReady remote={answer} onRetry={reload}>
        {data => <Choice move={move} answer={data} />}
      </WhenReady>
    </div>
  )
}

function Choice({ move, answer }: Readonly<{ move: MoveRecommendation; answer: WhyNot }>) {
  const { t } = useTexts()
  const { placement } = answer
  const placed = placement.hosts.find(({ host }) => host.id === move.to.id)
  return (
    <>
      <p className="field-note">{t('choice.asOfNow', { policy: placement.policy.name })}</p>
      <Section title={t('choice.runnerUp')}>
        <RunnerUp move={move} placement={placement} placed={placed} />
      </Section>
      <Checks to={move.to.name} placed={placed} />
      <Flips move={move} answer={answer} />
    </>
  )
}

function Checks({ to, placed }: Readonly<{ to: string; placed: PlacedHost | undefined }>) {
  const { t } = useTexts()
  const title = t('choice.checks', { to })
  if (placed === undefined) return <Section title={title}>{t('choice.checks.unknown', { to })}</Section>
  return <FilterList verdicts={placed.verdicts} title={title} />
}

/** Where the weights choose this host, the factor that would choose the next; else what would make them choose it. */
function Flips({ move: { vm, to }, answer }: Readonly<{ move: MoveRecommendation; answer: WhyNot }>) {
  const { t } = useTexts()
  const { isChosen, changes, placement } = answer
  if (isChosen) return <TurningPoints placement={placement} title={t('choice.flips')} />
  const { chosen } = placement
  return (
    <Section title={t('choice.flips')}>
      <p>
        {chosen === undefined
          ? t('choice.flips.nowhere', { vm: vm.name, to: to.name })
          : t('choice.flips.elsewhere', { vm: vm.name, to: to.name, chosen: chosen.name })}
      </p>
      {changes.length === 0 ? <p>{t('choice.flips.nothing', { to: to.name })}</p> : <ReasonList reasons={changes} />}
    </Section>
  )
}
