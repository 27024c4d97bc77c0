import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { AuditEntry } from '../../../shared/plan/audit-entry.ts'
import type { Delivery } from '../../../shared/plan/delivery.ts'
import type { Run } from '../../../shared/plan/run.ts'
import { anAuditEntry } from '../../../test/contracts/audit-entry.ts'
import { aRun, aStep, NOON_MS } from '../../../test/fakes/builders.ts'
import { aDelivery, entriesOfEachKind } from '../../../test/fakes/past.ts'
import { type FakeRoutes, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { anAutomationReply } from '../automation/automation-samples.ts'
import type { SchedulerData } from '../scheduler/use-scheduler-data.ts'
import { HistoryView } from './history-view.tsx'

const trust = [
  { cluster: { id: 'c', name: 'Default' }, unitId: 'planner', runs: 5, percent: 94 },
  { cluster: { id: 'd', name: 'Branch' }, unitId: 'host_memory_balance', runs: 2 },
]
const nothing = () => {}
const data: SchedulerData = {
  clusters: { state: 'loading' },
  recommendations: { state: 'loading' },
  runs: { state: 'loading' },
  units: { state: 'loading' },
  automation: {
    state: 'ready',
    loadedAtMs: 0,
    data: anAutomationReply({ trust }),
  },
  reloadUnits: nothing,
  reloadAutomation: nothing,
  reloadAll: nothing,
}

type Past = Readonly<{ runs?: readonly Run[]; deliveries?: readonly Delivery[]; entries?: readonly AuditEntry[] }>

async function open({ runs = [], deliveries = [], entries = [] }: Past, over: FakeRoutes = {}, locale = 'en-US') {
  const service = fakeService({
    'GET /runs?limit=100': { body: { runs } },
    'GET /deliveries?limit=200': { body: { deliveries } },
    'GET /history?limit=500': { body: { entries } },
    ...over,
  })
  const view = (
    <HistoryView
      data={data}
      cluster={undefined}
      onChooseCluster={nothing}
      actions={{ onWhy: nothing, onApply: nothing, onDismiss: nothing, onSnooze: nothing }}
      chosenId={undefined}
      onShow={nothing}
    />
  )
  await renderInPortal(view, service, locale)
  return { service, user: userEvent.setup() }
}

const audit = () => screen.findByRole('grid', { name: 'What was done' })
const moved = (id: string, vm: string, over: Partial<Run> = {}) =>
  aRun({ id, state: 'done', steps: [aStep({ state: 'done', vm: { id: vm, name: vm } })], ...over })

describe('the runs of the past', () => {
  const service = { id: 'ovirt-scheduler', name: 'ovirt-scheduler' }
  const runs = [
    moved('a', 'db-01'),
    moved('b', 'db-02', { requestedBy: service }),
    moved('c', 'db-03', { state: 'failed' }),
  ]

  it('are found by who applied them, by state and by name', async () => {
    const { user } = await open({ runs }, { 'GET /history?text=db-02&limit=500': { body: { entries: [] } } })
    const table = await screen.findByRole('grid', { name: 'Recent moves' })
    expect(within(table).getAllByText(/^db-0/)).toHaveLength(3)

    await user.selectOptions(screen.getByLabelText('Who'), 'The service itself')
    expect(
      within(table)
        .getAllByText(/^db-0/)
        .map(({ textContent }) => textContent),
    ).toEqual(['db-02'])

    await user.click(screen.getByRole('button', { name: 'Clear filters' }))
    await user.selectOptions(screen.getByLabelText('State'), 'Failed')
    expect(
      within(table)
        .getAllByText(/^db-0/)
        .map(({ textContent }) => textContent),
    ).toEqual(['db-03'])

    await user.type(screen.getByLabelText('Search by name or word'), 'db-02')
    await screen.findByText('Nothing matches these filters.', { selector: '.sized-card:first-of-type .field-note' })
  })

  it('come page by page', async () => {
    const { user } = await open({ runs: Array.from({ length: 25 }, (_, at) => moved(`r${at}`, `db-${at}`)) })
    const table = await screen.findByRole('grid', { name: 'Recent moves' })
    expect(within(table).getAllByText(/^db-/)).toHaveLength(10)
    const pages = screen.getByRole('navigation', { name: 'Pages of: Recent moves' })
    await user.click(within(pages).getByRole('button', { name: 'Last page' }))
    expect(within(table).getAllByText(/^db-/)).toHaveLength(5)
  })
})

describe('promise and delivery', () => {
  it('is a picture that says in words what the table says in figures', async () => {
    await open({
      deliveries: [
        aDelivery('r', Date.now() - 3_700_000, [
          [15, 76, 0.88],
          [60, 75, 0.94],
        ]),
      ],
    })
    const picture = await screen.findByRole('img', { name: 'Promise and delivery of 1 run' })
    expect(picture.querySelector('desc')?.textContent).toContain('CPU of host3, promised 74\u202f%, came 75\u202f%.')
    const table = screen.getByRole('grid', { name: 'Promise and delivery' })
    for (const said of ['91 → 74 %', '88 % of the promise', '94 % of the promise']) within(table).getByText(said)
  })

  it('says when it will be measured', async () => {
    await open({ deliveries: [aDelivery('r', Date.now() - 60_000, [])] })
    await screen.findByText(/^not measured yet: due .+, 15 minutes after the run ended$/)
  })

  it('opens to all figures of a run', async () => {
    const { user } = await open({ deliveries: [aDelivery('r', Date.now() - 60_000, [])] })
    await user.click(await screen.findByRole('button', { name: /^All figures of the run/ }))
    const figures = screen.getByRole('grid', { name: /^All figures of the run/ })
    expect(within(figures).getAllByText('not known')).toHaveLength(12)
  })

  it('says how far each policy may be trusted, or why nobody knows', async () => {
    await open({ deliveries: [aDelivery('r', 0, [])] })
    await screen.findByText('94 % of what was promised, over 5 runs')
    screen.getByText('not known: 2 measured runs are too few')
  })

  it('has older ones than the newest 200, as far as the service gives them', async () => {
    const many = Array.from({ length: 201 }, (_, at) => aDelivery(`r${at}`, Date.now() - at, []))
    const { user, service } = await open(
      { deliveries: many.slice(0, 200) },
      { 'GET /deliveries?limit=1000': { body: { deliveries: many } } },
    )
    await user.click(await screen.findByRole('button', { name: 'Show older ones' }))
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Show older ones' })).toBeNull())
    expect(service.calls.map(({ call }) => call)).toContain('GET /deliveries?limit=1000')
  })

  it('says what is needed before there is any', async () => {
    await open({})
    await screen.findByText(/^No run was carried out wholly yet/)
  })
})

describe('the audit', () => {
  it('shows of ten thousand entries one page', async () => {
    const many = Array.from({ length: 10_000 }, (_, at) => anAuditEntry({ id: `e${at}`, atMs: 10_000 - at }))
    await open({ entries: many })
    expect(within(await audit()).getAllByRole('row')).toHaveLength(21)
  })

  it('looks for what is typed once the typing rests', async () => {
    const found = [anAuditEntry({ action: 'stop', detail: { why: 'backup' } })]
    const { user, service } = await open(
      { entries: entriesOfEachKind(NOON_MS) },
      { 'GET /history?text=backup&limit=500': { body: { entries: found } } },
    )
    expect(within(await audit()).getAllByRole('row')).toHaveLength(21) // one page
    await user.type(screen.getByLabelText('Search by name or word'), 'backup')
    await waitFor(async () => expect(within(await audit()).getAllByRole('row')).toHaveLength(2))
    expect(service.calls.filter(({ call }) => call.startsWith('GET /history?text'))).toHaveLength(1)
  })

  it('shows the chosen kinds alone', async () => {
    const { user } = await open({ entries: entriesOfEachKind(NOON_MS) })
    await audit()
    await user.click(screen.getByRole('button', { name: 'Kind: All kinds' }))
    await user.click(await screen.findByLabelText('Policies changed'))
    await user.click(screen.getByLabelText('All moves stopped'))
    expect(within(await audit()).getAllByRole('row')).toHaveLength(3)
  })

  it('lets new entries wait until they are wanted', async () => {
    const old = anAuditEntry({ id: 'old', action: 'resume' })
    const entries = [anAuditEntry({ id: 'new', action: 'stop' }), old]
    const { user, service } = await open(
      { entries: [old] },
      { [`GET /history?fromMs=${old.atMs}&limit=500`]: { body: { entries } } },
    )
    await audit()
    service.tell({ type: 'policy', clusterId: 'c' })
    await screen.findByText('1 new entry')
    expect(within(await audit()).queryByText('Stopped all moves')).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Show' }))
    expect(within(await audit()).getAllByRole('row')).toHaveLength(3)
  })

  it('offers older ones where there may be some', async () => {
    const first = Array.from({ length: 500 }, (_, at) => anAuditEntry({ id: `e${at}`, atMs: 900 - at }))
    const all = [...first, anAuditEntry({ id: 'oldest', atMs: 1 })]
    const { user } = await open({ entries: first }, { 'GET /history?limit=2500': { body: { entries: all } } })
    await screen.findByText(/Only the newest 500 were looked through/)
    await user.click(screen.getByRole('button', { name: 'Show older ones' }))
    await waitFor(() => expect(screen.queryByText(/Only the newest/)).toBeNull())
  })

  it('says why it could not be loaded, and tries again', async () => {
    const problem = { code: 'internal', message: 'The store is full.', fix: 'Make room.', requestId: 'r' }
    let reply: { status?: number; body: unknown } = { status: 500, body: problem }
    const { user } = await open({}, { 'GET /history?limit=500': () => reply })
    await screen.findByText('The store is full. Make room.')
    reply = { body: { entries: [anAuditEntry({ action: 'resume' })] } }
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await screen.findByText('Let moves start again')
  })

  it('says that nothing was done yet', async () => {
    await open({})
    await screen.findByText('Nothing was done yet.')
  })

  it('is in German too', async () => {
    await open({ entries: entriesOfEachKind(NOON_MS) }, {}, 'de-DE')
    const table = await screen.findByRole('grid', { name: 'Was getan wurde' })
    within(table).getByText('Einen Lauf angehalten; 2 Umzüge begannen nicht')
  })
})

describe('the export', () => {
  const saved: Blob[] = []
  afterEach(() => {
    saved.length = 0
    vi.restoreAllMocks()
  })

  async function exported(format: 'CSV' | 'JSON') {
    URL.createObjectURL = content => {
      if (content instanceof Blob) saved.push(content)
      return 'blob:x'
    }
    URL.revokeObjectURL = nothing
    const names: string[] = []
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      names.push(this.download)
    })
    const entries = entriesOfEachKind(NOON_MS)
    const { user } = await open({ entries }, { 'GET /history?limit=10000': { body: { entries } } })
    await audit()
    await user.click(screen.getByRole('button', { name: 'Kind: All kinds' }))
    await user.click(await screen.findByLabelText('Recommendations dismissed'))
    await user.keyboard('{Escape}')
    await user.click(screen.getByRole('button', { name: 'Export: What was done' }))
    await user.click(await screen.findByRole('menuitem', { name: `As ${format}` }))
    await screen.findByText(/^1 row was saved as ovirt-scheduler-audit-\d{4}-\d\d-\d\d\.(csv|json)\.$/)
    return { name: names[0], text: (await saved[0]?.text()) ?? '' }
  }

  it('saves what is filtered as a table, and nothing in it is a formula', async () => {
    const { name, text } = await exported('CSV')
    expect(name).toMatch(/^ovirt-scheduler-audit-\d{4}-\d\d-\d\d\.csv$/)
    const [head, row, ...rest] = text.replace('\uFEFF', '').split('\r\n')
    expect(head).toBe('time,who,action,what,cluster,subject,address,request')
    expect(row).toContain('eva@internal,dismiss,"Dismissed: Move db-07 from host3 to host1; =HYPERLINK(""x"")",Branch')
    expect(rest).toEqual([''])
  })

  it('saves what is filtered as the service knows it', async () => {
    const { text } = await exported('JSON')
    expect(JSON.parse(text)).toEqual(entriesOfEachKind(NOON_MS).filter(({ action }) => action === 'dismiss'))
  })
})
