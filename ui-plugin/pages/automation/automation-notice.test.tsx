import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { AutomationReply } from '../../../shared/api/plans.ts'
import type { Freeze, Stop } from '../../../shared/plan/automation.ts'
import { reason } from '../../../shared/policy/reason.ts'
import { type FakeRoutes, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { AutomationNotice } from './automation-notice.tsx'
import { anAutomationReply } from './automation-samples.ts'
import { StopButton } from './stop-button.tsx'
import { useAutomation } from './use-automation.ts'

const stop: Stop = { by: { id: 'u1', name: 'admin@internal' }, atMs: 0, why: 'Storage is being repaired' }
const freeze: Freeze = {
  cluster: { id: 'c1', name: 'Default' },
  atMs: 0,
  because: reason('moves-fail', 'Of the last 10 moves 4 failed.'),
}

function Page({ clusterId }: Readonly<{ clusterId?: string }>) {
  const [automation, reload] = useAutomation()
  return (
    <>
      <StopButton automation={automation} onChange={reload} />
      <AutomationNotice automation={automation} {...(clusterId !== undefined && { clusterId })} onChange={reload} />
    </>
  )
}

async function open(
  first: AutomationReply['state'],
  { mayStop = true, clusterId, over = {} }: { mayStop?: boolean; clusterId?: string; over?: FakeRoutes } = {},
) {
  let state = first
  const view = () => ({ body: anAutomationReply({ state, mayStop }) })
  const become = (next: AutomationReply['state']) => () => {
    state = next
    return view()
  }
  const service = fakeService({
    'GET /automation': view,
    'POST /automation/stop': become({ ...first, stop }),
    'POST /automation/resume': become({ freezes: first.freezes }),
    'POST /clusters/c1/thaw': become({ freezes: [] }),
    ...over,
  })
  await renderInPortal(<Page {...(clusterId !== undefined && { clusterId })} />, service)
  return { service, user: userEvent.setup() }
}

describe('the switch for all moves', () => {
  it('stops them after one confirmation, with a reason, and says so', async () => {
    const { service, user } = await open({ freezes: [] })
    await user.click(await screen.findByRole('button', { name: 'Stop all moves' }))
    const dialog = await screen.findByRole('dialog', { name: /Stop all moves\?/ })
    await user.type(within(dialog).getByLabelText('Reason (optional)'), stop.why)
    await user.click(within(dialog).getByRole('button', { name: 'Stop all moves' }))
    await screen.findByText(/All moves are stopped/)
    expect(screen.getByText(/Stopped by admin@internal, .*“Storage is being repaired”/)).toBeDefined()
    expect(service.calls.find(({ call }) => call === 'POST /automation/stop')?.body).toEqual({ why: stop.why })
    expect(screen.queryByRole('button', { name: 'Stop all moves' })).toBeNull()
  })

  it('lets them start again', async () => {
    const { user } = await open({ stop, freezes: [] })
    await user.click(await screen.findByRole('button', { name: 'Resume moves' }))
    await waitFor(() => expect(screen.queryByText(/All moves are stopped/)).toBeNull())
    await screen.findByRole('button', { name: 'Stop all moves' })
  })

  it('says why they do not start again', async () => {
    const refused = { code: 'state-conflict', message: 'Moves are not stopped.', fix: 'Reload.', requestId: 'r' }
    const { user } = await open(
      { stop, freezes: [] },
      { over: { 'POST /automation/resume': { status: 409, body: refused } } },
    )
    await user.click(await screen.findByRole('button', { name: 'Resume moves' }))
    await screen.findByText('Moves are not stopped. Reload.')
  })

  it('is shown to those who may; the others are told what they lack', async () => {
    await open({ stop, freezes: [] }, { mayStop: false })
    await screen.findByText(/You need the permission “migrate_vm” in the whole system/)
    expect(screen.queryByRole('button')).toBeNull()
  })
})

describe('a frozen cluster', () => {
  it('is named with the reason, and allowed again by a person', async () => {
    const { user } = await open({ freezes: [freeze] })
    await screen.findByText('Of the last 10 moves 4 failed.')
    // Its name begins with what is written on it, so that whoever speaks to the computer can say that (WCAG 2.5.3).
    const allow = screen.getByRole('button', { name: /^Allow again that moves in Default start/ })
    expect(allow.textContent).toBe('Allow again')
    await user.click(allow)
    await waitFor(() => expect(screen.queryByText(/Default makes no moves by itself/)).toBeNull())
  })

  it('does not concern the page of another cluster', async () => {
    await open({ freezes: [freeze] }, { clusterId: 'c2' })
    await screen.findByRole('button', { name: 'Stop all moves' })
    expect(screen.queryByText(/Default makes no moves by itself/)).toBeNull()
  })
})

it('says nothing while nothing is known', async () => {
  const { service } = await open({ freezes: [] }, { over: { 'GET /automation': { status: 503, body: {} } } })
  await waitFor(() => expect(service.calls.length).toBeGreaterThan(0))
  expect(screen.queryByRole('button')).toBeNull()
})
