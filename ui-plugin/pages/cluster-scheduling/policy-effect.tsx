import { DescriptionList, Skeleton } from '@patternfly/react-core'
import { useCallback, useMemo } from 'react'
import type { ClusterPolicy, PreviewedAnswer } from '../../../shared/api/cluster-policy.ts'
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

/** What the balancer would ask for with the values that are typed, before they are saved. Only of a draft without problems. */
export function PolicyEffect({ policy, draft }: Readonly<{ policy: ClusterPolicy; draft: Draft }>) {
  const { t } = useTexts()
  const client = useClient()
  // As text, so that only another change is another question.
  const change = useSettled(
    useMemo(() => JSON.stringify(toRequest(policy, draft)), [policy, draft]),
    TYPING_RESTS_MS,
  )
  const load = useCallback(
    (signal: AbortSignal) => {
      const { version: _, ...body } = JSON.parse(change) as ReturnType<typeof toRequest>
      return client.previewPolicy(policy.cluster.id, body, signal)
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

function Effect({ now, changed }: Readonly<{ now: PreviewedAnswer; changed: PreviewedAnswer }>) {
  const { t } = useTexts()
  const isSame =
    now.because.text === changed.because.text && JSON.stringify(now.moves) === JSON.stringify(changed.moves)
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
      </DescriptionList>
    </>
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
