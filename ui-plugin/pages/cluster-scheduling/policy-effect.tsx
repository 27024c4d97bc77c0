import { DescriptionList, Skeleton } from '@patternfly/react-core'
import { useCallback, useMemo } from 'react'
import type {
  ClusterPolicy,
  PolicyPreview,
  PreviewedAnswer,
  PreviewRequest,
} from '../../../shared/api/cluster-policy.ts'
import type { EditedContent } from '../../../shared/api/policy-units.ts'
import { useClient } from '../../api/api-context.tsx'
import { useRemote } from '../../api/use-remote.ts'
import { Fact } from '../../components/fact.tsx'
import { FailureAlert } from '../../components/page-states.tsx'
import { Section } from '../../components/section.tsx'
import { useSettled } from '../../components/use-settled.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { type Draft, toRequest } from './policy-draft.ts'

/** As long as a number takes to type on. */
const TYPING_RESTS_MS = 400

export type PolicyEffectProps = Readonly<{
  policy: ClusterPolicy
  draft: Draft
  /** What the policy would consist of; undefined: what it does now. */
  units: EditedContent | undefined
}>

/** What the balancer would ask for with the values that are typed, before they are saved. Only of a draft without problems. */
export function PolicyEffect({ policy, draft, units }: PolicyEffectProps) {
  const { t } = useTexts()
  const client = useClient()
  // As text, so that only another change is another question.
  const change = useSettled(
    useMemo(() => JSON.stringify(toPreview(policy, draft, units)), [policy, draft, units]),
    TYPING_RESTS_MS,
  )
  const load = useCallback(
    (signal: AbortSignal) => {
      return client.previewPolicy(policy.cluster.id, JSON.parse(change) as PreviewRequest, signal)
    },
    [client, policy.cluster.id, change],
  )
  const [preview] = useRemote(load, ({ type }) => type === 'snapshot')
  return (
    <Section title={t('preview.title')}>
      <div aria-live="polite" aria-busy={preview.state === 'loading'} className="policy-effect">
        {preview.state === 'loading' && <Skeleton screenreaderText={t('preview.loading')} />}
        {preview.state === 'failed' && <FailureAlert title={t('preview.failed')} failure={preview.failure} />}
        {preview.state === 'ready' && <Effect {...preview.data} />}
      </div>
    </Section>
  )
}

function toPreview(policy: ClusterPolicy, draft: Draft, units: EditedContent | undefined): PreviewRequest {
  const { version: _, ...change } = toRequest(policy, draft)
  return { ...change, ...(units && { units }) }
}

function Effect({ now, changed, engine, destinations, notLookedAt }: PolicyPreview) {
  const { t } = useTexts()
  const isSame = sameAnswer(now, changed)
  const isSameEngine = sameAnswer(engine.now, engine.changed)
  return (
    <>
      {isSame && <p>{t('preview.same')}</p>}
      <DescriptionList isHorizontal isCompact>
        <Fact term={t('preview.now')}>
          <Answer {...now} />
        </Fact>
        {!isSame && (
          <Fact term={t('preview.then')}>
            <Answer {...changed} />
          </Fact>
        )}
        {engine.changed && (
          <Fact term={t('preview.engine')}>
            {isSameEngine && <p>{t('preview.same')}</p>}
            <Answer {...engine.changed} />
          </Fact>
        )}
        <Fact term={t('preview.destinations')}>
          <Destinations destinations={destinations} />
          {notLookedAt > 0 && <p>{t('preview.notLookedAt', { count: notLookedAt })}</p>}
        </Fact>
      </DescriptionList>
      <p className="field-note">{t('preview.limits')}</p>
    </>
  )
}

const sameAnswer = (a: PreviewedAnswer | undefined, b: PreviewedAnswer | undefined): boolean =>
  a?.because.text === b?.because.text && JSON.stringify(a?.moves) === JSON.stringify(b?.moves)

/** Only what would be chosen differently: the rest is what is recommended already. */
function Destinations({ destinations }: Pick<PolicyPreview, 'destinations'>) {
  const { t } = useTexts()
  if (destinations.length === 0) return <p>{t('preview.destinations.none')}</p>
  const others = destinations.filter(({ now, changed }) => now?.id !== changed?.id)
  if (others.length === 0) return <p>{t('preview.destinations.same', { count: destinations.length })}</p>
  const nowhere = t('preview.destination.nowhere')
  return (
    <ul>
      {others.map(({ vm, now, changed }) => (
        <li key={vm.id}>
          {t('preview.destination', { vm: vm.name, before: now?.name ?? nowhere, after: changed?.name ?? nowhere })}
        </li>
      ))}
    </ul>
  )
}

function Answer({ because, moves }: PreviewedAnswer) {
  const { t, reason } = useTexts()
  return (
    <>
      {moves.map(({ vm, from, to }) => (
        <strong key={vm.id}>{t('preview.move', { vm: vm.name, from: from.name, to: to.name })}</strong>
      ))}
      <p>{reason(moves[0]?.because ?? because)}</p>
    </>
  )
}
