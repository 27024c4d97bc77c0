import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { MoveRecommendation } from '../../../shared/plan/recommendation.ts'
import { reason } from '../../../shared/policy/reason.ts'
import { aRecommendation } from '../../../test/fakes/builders.ts'
import { fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { PageFrame } from '../app/page-frame.tsx'
import { DetailPanel } from './detail-panel.tsx'

const snoozed: Partial<MoveRecommendation> = {
  state: 'snoozed',
  stateReason: reason('snoozed', 'eva snoozed it.', { user: 'eva' }),
  snoozedUntilMs: Date.now() + 14 * 86_400_000,
}

/** The drawer of a recommendation that wakes when that is asked for. */
async function open(over: Partial<MoveRecommendation>, mayApply = true) {
  let recommendation = aRecommendation(over)
  const service = fakeService({
    'GET /recommendations/rec1': () => ({
      body: {
        recommendation,
        explanation: { skippedHosts: [], skippedVms: [] },
        mayApply,
        permissionNeeded: 'migrate_vm',
      },
    }),
    'POST /recommendations/rec1/wake': () => {
      recommendation = aRecommendation()
      return { body: recommendation }
    },
  })
  const nothing = () => {}
  const actions = { onWhy: nothing, onApply: nothing, onDismiss: nothing, onSnooze: nothing }
  const panel = <DetailPanel recommendation={recommendation} actions={actions} onClose={nothing} />
  await renderInPortal(
    <PageFrame panel={panel} dialog={undefined}>
      {undefined}
    </PageFrame>,
    service,
  )
  return service
}
const buttons = () => [...document.querySelectorAll('.detail-actions button')].map(({ textContent }) => textContent)

describe('what can be done in the drawer', () => {
  it('of a snoozed recommendation is to wake it, which keeps the focus', async () => {
    const service = await open(snoozed)
    const wake = await screen.findByRole('button', { name: 'Wake' })
    expect(buttons()).toEqual(['Wake'])
    expect(screen.getByText(/^until /).title).toMatch(/\d{4}/)
    await userEvent.click(wake)
    await act(async () => service.tell({ type: 'recommendations', clusterId: aRecommendation().cluster.id }))
    expect((await screen.findByRole('button', { name: 'Snooze' })).isSameNode(document.activeElement)).toBe(true)
    expect(buttons()).toEqual(['Apply', 'Dismiss', 'Snooze'])
    expect(screen.queryByText(/^until /)).toBeNull()
  })

  it('is there without the permission, and says which', async () => {
    const service = await open(snoozed, false)
    const wake = await screen.findByRole('button', { name: 'Wake' })
    expect(wake.getAttribute('aria-disabled')).toBe('true')
    await userEvent.click(wake)
    expect(service.calls.filter(({ call }) => call.startsWith('POST'))).toEqual([])
    expect(screen.getByText('You need the permission “migrate_vm” on the cluster Default.')).toBeDefined()
  })

  it('is nothing once it is over', async () => {
    await open({ state: 'dismissed', stateReason: reason('dismissed', 'eva dismissed it.', { user: 'eva', why: '' }) })
    await screen.findByText('Dismissed')
    expect(buttons()).toEqual([])
  })
})
