/** Recommendations on their page, for the tests of rows, of the selection and of snoozing. */
import { act, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { Recommendation } from '../../shared/plan/recommendation.ts'
import { PageFrame } from '../../ui-plugin/pages/app/page-frame.tsx'
import { RecommendationsCard } from '../../ui-plugin/pages/recommendations/recommendations-card.tsx'
import { useRecommendations } from '../../ui-plugin/pages/recommendations/use-recommendations.ts'
import { useRowActions } from '../../ui-plugin/pages/recommendations/use-row-actions.tsx'
import { aRecommendation } from './builders.ts'
import { type FakeReply, type FakeRoutes, fakeService, renderInPortal } from './portal-page.tsx'

function Page() {
  const [recommendations, reload] = useRecommendations()
  const { actions, chosen, dialog } = useRowActions(reload)
  return (
    <PageFrame panel={undefined} dialog={dialog}>
      <RecommendationsCard
        {...actions}
        recommendations={recommendations}
        runs={[]}
        showsCluster={false}
        chosenId={chosen?.id}
        nothingBecause={['None of 12 hosts is short.']}
        hasTools
        onRetry={reload}
      />
    </PageFrame>
  )
}

/** The move of this VM, which is its id too. */
export const move = (vm: string, over: Partial<ReturnType<typeof aRecommendation>> = {}) =>
  aRecommendation({ id: vm, vm: { id: vm, name: vm }, ...over })

const changed = { type: 'recommendations', clusterId: aRecommendation().cluster.id } as const

/** The recommendations' card before a service that answers as ours would: what is done to one changes the lists. */
export async function open(first: readonly Recommendation[], over: FakeRoutes = {}) {
  let all = first
  const set = (id: string, state: Recommendation['state'], more: Partial<Recommendation> = {}) => {
    all = all.map(one => (one.id === id ? ({ ...one, ...more, state } as Recommendation) : one))
  }
  const listed = (state: string) => (): FakeReply => ({
    body: { recommendations: all.filter(one => one.state === state) },
  })
  const each = (act: (one: Recommendation) => Readonly<Record<string, FakeReply>>) =>
    Object.assign({}, ...first.map(act)) as Record<string, FakeReply>
  const service = fakeService({
    'GET /recommendations?state=open&limit=1000': listed('open'),
    'GET /recommendations?state=applying&limit=1000': listed('applying'),
    'GET /recommendations?state=snoozed&limit=1000': listed('snoozed'),
    ...each(recommendation => ({
      [`GET /recommendations/${recommendation.id}`]: {
        body: {
          recommendation,
          explanation: { skippedHosts: [], skippedVms: [] },
          mayApply: true,
          permissionNeeded: 'migrate_vm',
        },
      },
    })),
    ...over,
  })
  await renderInPortal(<Page />, service)
  return {
    service,
    user: userEvent.setup(),
    posted: () => service.calls.filter(({ call }) => call.startsWith('POST')).map(({ call, body }) => [call, body]),
    set,
    async change(next: readonly Recommendation[]) {
      all = next
      await act(async () => service.tell(changed))
    },
    tell: () => act(async () => service.tell(changed)),
  }
}

/** What each row of the table is about, in order. */
export const shown = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map(row => within(row).getAllByRole('cell')[1]?.textContent)
/** The head of this column. */
export const header = (name: string) => screen.getByRole('columnheader', { name })
/** Of the row that moves this VM. */
export const select = (vm: string) => screen.getByRole('checkbox', { name: `Select: Move ${vm} from host1 to host2` })
/** Not in the order of their priority, nor of their names. */
export const three = [move('b', { priority: 2 }), move('c', { priority: 1 }), move('a', { priority: 3 })]
