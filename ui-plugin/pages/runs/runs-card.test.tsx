import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Run } from '../../../shared/plan/run.ts'
import { reason } from '../../../shared/policy/reason.ts'
import { aRun, aStep } from '../../../test/fakes/builders.ts'
import { type FakeRoutes, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { aPlan } from '../recommendations/plan-samples.ts'
import { standingOf } from './run-facts.ts'
import { RunNews } from './run-news.tsx'
import { RunsCard } from './runs-card.tsx'
import { useRuns } from './use-runs.ts'

const shown: string[] = []

function Page() {
  const [runs, reload] = useRuns()
  return (
    <>
      <RunNews />
      <RunsCard runs={runs} onRetry={reload} onPlanned={reload} onShowPlan={id => shown.push(id)} />
    </>
  )
}

async function open(runs: readonly Run[], over: FakeRoutes = {}) {
  shown.length = 0
  const service = fakeService({ 'GET /runs?limit=20': { body: { runs } }, ...over })
  await renderInPortal(<Page />, service)
  return { service, user: userEvent.setup() }
}

const admin = { id: 'user-admin', name: 'admin@internal' }
const problem = reason('engine-refused', 'The engine refused vm2.')
const done = aStep({ state: 'done', startedAtMs: 0, endedAtMs: 60_000 })
const held = aStep({ index: 1, problem: { code: 'x', values: {}, text: 'The budget is spent.' } })
const many = (steps: Run['steps'], over: Partial<Run> = {}): Run => aRun({ state: 'running', steps, ...over })
const going = many([
  done,
  aStep({ index: 1, state: 'running', progressPercent: 40, vm: { id: 'vm2', name: 'vm2' }, after: [0] }),
  aStep({ index: 2, vm: { id: 'vm3', name: 'vm3' } }),
])
const partly = many(
  [
    done,
    aStep({ index: 1, state: 'failed', problem }),
    aStep({ index: 2, state: 'superseded', problem: reason('earlier-step-failed', 'Not done.') }),
  ],
  { state: 'failed', endedAtMs: 120_000 },
)
const stopped = many([done, aStep({ index: 1, state: 'skipped' })], {
  state: 'cancelled',
  cancelledBy: admin,
  endedAtMs: 120_000,
})

describe('the card of recent moves', () => {
  it('shows a run of many steps as one row that opens to its steps', async () => {
    const { user } = await open([going, aRun({ id: 'run0', createdAtMs: 0 })])
    const row = await screen.findByRole('row', { name: /3 moves in Default/ })
    expect(within(row).getByRole('progressbar').getAttribute('aria-valuetext')).toBe('1 of 3')
    expect(screen.queryByText('vm3')).toBeNull()
    const toggle = within(row).getByRole('button', { name: 'Steps of 3 moves in Default' })
    await user.click(toggle)
    expect(toggle.getAttribute('aria-expanded')).toBe('true')
    const steps = screen.getByRole('grid', { name: 'Steps of 3 moves in Default' })
    expect(within(steps).getByText('vm3')).toBeDefined()
    expect(within(steps).getByRole('progressbar', { name: 'Progress of moving vm2' })).toBeDefined()
  })

  it.each([
    { why: 'says what holds it up while nothing moves', steps: [done, held], shown: true },
    {
      why: 'leaves that while something moves',
      steps: [done, held, aStep({ index: 2, state: 'running' })],
      shown: false,
    },
    {
      why: 'leaves that while something is asked for',
      steps: [held, aStep({ index: 2, state: 'requested' })],
      shown: false,
    },
  ])('$why', async ({ steps, shown: isShown }) => {
    await open([many(steps)])
    await screen.findByRole('progressbar')
    expect(screen.queryByText('The budget is spent.') !== null).toBe(isShown)
  })

  it('leaves a run of one step as a row of its own', async () => {
    await open([aRun()])
    const row = await screen.findByRole('row', { name: /vm1/ })
    expect(within(row).getByText('Waiting to start')).toBeDefined()
    expect(screen.queryByRole('button', { name: /Steps of/ })).toBeNull()
  })

  it('stops what has not started', async () => {
    const { service, user } = await open([going], { 'POST /runs/run1/cancel': { body: going } })
    await user.click(await screen.findByRole('button', { name: 'Stop 3 moves in Default' }))
    await waitFor(() => expect(service.calls.map(({ call }) => call)).toContain('POST /runs/run1/cancel'))
    const stopping = { ...going, cancelledBy: admin, updatedAtMs: going.updatedAtMs + 1 }
    await act(async () => service.tell({ type: 'run', run: stopping }))
    await screen.findByText('stopped by admin@internal')
    expect(screen.getByText('Stopping')).toBeDefined()
    expect(screen.queryByRole('button', { name: /^Stop/ })).toBeNull()
  })

  it('says why a run could not be stopped', async () => {
    const denied = { code: 'forbidden', message: 'You may not.', fix: 'Ask.', requestId: 'r' }
    const { user } = await open([going], { 'POST /runs/run1/cancel': { status: 403, body: denied } })
    await user.click(await screen.findByRole('button', { name: 'Stop 3 moves in Default' }))
    expect((await screen.findByRole('alert')).textContent).toBe('You may not. Ask.')
  })

  it('has a plan back made, says where it is, and shows it', async () => {
    const { user } = await open([partly], {
      'POST /runs/run1/undo': { body: { plan: aPlan(), recommendationId: 'plan9' } },
    })
    await user.click(await screen.findByRole('button', { name: 'Undo 3 moves in Default' }))
    await screen.findByText(/A plan back is among the recommendations: 3 moves, about 6 min/)
    await user.click(screen.getByRole('button', { name: 'Show the plan' }))
    expect(shown).toEqual(['plan9'])
  })

  it('no longer says that nothing moves before the plan back is applied once it is', async () => {
    const plan = { plan: aPlan(), recommendationId: 'plan9' }
    const back = many([done], { id: 'run2', recommendationId: 'plan9' })
    const { user } = await open([partly, back], { 'POST /runs/run1/undo': { body: plan } })
    await user.click(await screen.findByRole('button', { name: 'Undo 3 moves in Default' }))
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: 'Undo 3 moves in Default', busy: true })).toBeNull(),
    )
    expect(screen.queryByText(/A plan back is among the recommendations/)).toBeNull()
  })

  it.each([
    { why: 'they are where they were', blocked: [], says: 'The VMs are where they were before the run.' },
    {
      why: 'they cannot',
      blocked: [{ id: 'v1', name: 'vm1', reason: { code: 'no-room', text: 'host1 lacks memory.', values: {} } }],
      says: 'vm1: host1 lacks memory.',
    },
  ])('says why there is nothing to move back: $why', async ({ blocked, says }) => {
    const { user } = await open([stopped], {
      'POST /runs/run1/undo': { body: { plan: aPlan({ steps: [], blocked }) } },
    })
    await user.click(await screen.findByRole('button', { name: 'Undo 2 moves in Default' }))
    await screen.findByText('There is nothing to move back')
    await screen.findByText(says)
  })

  it('offers nothing for a run that moved nothing', async () => {
    await open([
      many([aStep({ state: 'failed', problem }), aStep({ index: 1, state: 'skipped' })], { state: 'failed' }),
    ])
    await screen.findByText('The engine refused vm2.')
    expect(screen.queryByRole('button', { name: /^(Undo|Stop) / })).toBeNull()
  })
})

describe('standingOf', () => {
  const cases = [
    { run: going, standing: 'running' },
    { run: { ...going, cancelledBy: admin }, standing: 'stopping' },
    { run: partly, standing: 'partly' },
    { run: stopped, standing: 'cancelled' },
  ]
  for (const { run, standing } of cases) it(`says ${standing}`, () => expect(standingOf(run)).toBe(standing))
})

describe('the news of a run of many steps', () => {
  const cases = [
    {
      why: 'when all is done',
      run: many([done, { ...done, index: 1, endedAtMs: 180_000 }], { state: 'done', endedAtMs: 180_000 }),
      said: 'All 2 moves in Default are made; that took 3 min.',
    },
    {
      why: 'when it was done in part, with the first problem',
      run: partly,
      said: 'Only 1 of 3 moves in Default were made. The engine refused vm2.',
    },
    {
      why: 'when somebody stopped it',
      run: stopped,
      said: 'admin@internal stopped the moves in Default: 1 of 2 were made.',
    },
  ]
  for (const { why, run, said } of cases) {
    it(`tells ${why}`, async () => {
      const { service } = await open([])
      await screen.findByText(/Nothing was moved yet/)
      await act(async () => service.tell({ type: 'run', run }))
      await screen.findByText(said)
    })
  }

  it('stays silent while it goes on', async () => {
    const { service } = await open([])
    await screen.findByText(/Nothing was moved yet/)
    await act(async () => service.tell({ type: 'run', run: going }))
    await screen.findByText('3 moves in Default')
    expect(screen.queryByText(/made/)).toBeNull()
  })
})
