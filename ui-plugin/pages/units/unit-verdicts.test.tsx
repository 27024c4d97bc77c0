import { act, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { UnitVerdict, VerdictAnswer } from '../../../shared/plan/unit-verdict.ts'
import { type FakeReply, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { aVerdict } from './unit-samples.ts'
import { UnitVerdicts } from './unit-verdicts.tsx'

async function open(first: readonly UnitVerdict[], reply?: () => FakeReply) {
  let verdicts = first
  const service = fakeService({
    'GET /policy-units/guard/verdicts?limit=100':
      reply ?? (() => ({ body: { verdicts, sinceMs: Date.UTC(2026, 2, 2, 8), keeps: 50 } })),
  })
  await renderInPortal(<UnitVerdicts unitId="guard" />, service)
  return {
    user: userEvent.setup(),
    async become(...next: readonly UnitVerdict[]) {
      verdicts = next
      await act(async () => service.tell({ type: 'snapshot', takenAtMs: 1 }))
    },
  }
}

const table = () => screen.findByRole('grid', { name: 'Recent verdicts of guard' })
const rows = async () =>
  within(await table())
    .getAllByRole('row')
    .slice(1)
const because = { code: 'x', text: 'All is even.', values: {} }
const host = (name: string) => ({ id: name, name })

describe('the recent verdicts', () => {
  it('say who asked, about which VM, what was answered, and how long it took', async () => {
    await open([aVerdict()])
    const [row] = await rows()
    const cells = within(row ?? document.body).getAllByRole('cell')
    expect(cells.map(({ textContent }) => textContent).slice(1)).toEqual([
      'Engine',
      'web-01Default',
      'Kept 2 of 3 hosts.host3: It runs 50 VMs.',
      '0.4',
    ])
  })

  it.each<{ answer: VerdictAnswer; says: string }>([
    { answer: { kind: 'kept', kept: 3, of: 3, rejected: [] }, says: 'Kept all 3 hosts.' },
    { answer: { kind: 'kept', kept: 0, of: 0, rejected: [] }, says: 'Was asked about no host.' },
    {
      answer: { kind: 'kept', kept: 1, of: 4, rejected: [{ host: host('h2'), because }] },
      says: 'Kept 1 of 4 hosts.h2: All is even.2 more hosts rejected.',
    },
    { answer: { kind: 'scored', scored: 0, of: 3, counts: 'cost' }, says: 'Scored none of 3 hosts.' },
    {
      answer: {
        kind: 'scored',
        scored: 3,
        of: 3,
        counts: 'score',
        best: { host: host('h1'), value: 99.64 },
        worst: { host: host('h2'), value: 4 },
      },
      says: 'Scored 3 of 3 hosts: best h1 with 99.6 of 100, worst h2 with 4.',
    },
    {
      answer: {
        kind: 'scored',
        scored: 1,
        of: 3,
        counts: 'cost',
        best: { host: host('h1'), value: 7 },
        worst: { host: host('h1'), value: 7 },
      },
      says: 'Cost of h1: 7.',
    },
    {
      answer: { kind: 'moves', vm: host('db'), from: host('h1'), to: [host('h2'), host('h3')], toCount: 3, because },
      says: 'Move db from h1 to h2 or 2 others. All is even.',
    },
    {
      answer: { kind: 'moves', vm: host('db'), to: [host('h2')], toCount: 1, because },
      says: 'Move db to h2. All is even.',
    },
    { answer: { kind: 'stays', because }, says: 'All is even.' },
    { answer: { kind: 'silent', code: 'no-facts', text: 'not read yet' }, says: 'No answer not read yet' },
    { answer: { kind: 'failed', code: 'timed-out', text: 'no answer in 1 s' }, says: 'Failed no answer in 1 s' },
  ])('put it as a sentence: $says', async ({ answer, says }) => {
    await open([aVerdict({ answer })])
    const [row] = await rows()
    const cells = within(row ?? document.body).getAllByRole('cell')
    expect(cells[3]?.textContent).toBe(says)
  })

  it('know of a balancer its cluster alone, and of a new VM its id', async () => {
    const { vm: _, ...ofCluster } = aVerdict({ id: 2 })
    const { cluster: __, ...unread } = aVerdict({ vm: { id: 'v9' } })
    await open([ofCluster, unread])
    const about = (await rows()).map(row => within(row).getAllByRole('cell')[2]?.textContent)
    expect(about).toEqual(['Default', 'v9not known'])
  })

  it('say that it was not asked yet, and since when', async () => {
    const { become } = await open([])
    await screen.findByText(/^Not asked yet since the service started at /)
    await become(aVerdict())
    expect(await rows()).toHaveLength(1)
  })

  it('stay where they are while new ones come, and show them on request', async () => {
    const { user, become } = await open([aVerdict({ id: 1 })])
    expect(await rows()).toHaveLength(1)
    await become(aVerdict({ id: 3 }), aVerdict({ id: 2 }), aVerdict({ id: 1 }))
    const show = await screen.findByRole('button', { name: '2 new, show' })
    expect(await rows()).toHaveLength(1)
    await user.click(show)
    expect(await rows()).toHaveLength(3)
    expect(screen.queryByRole('button', { name: /new, show/ })).toBeNull()
  })

  it('begin with ten of many', async () => {
    await open(Array.from({ length: 40 }, (_, n) => aVerdict({ id: 40 - n })))
    expect(await rows()).toHaveLength(10)
    expect(screen.getByRole('button', { name: /30/ })).toBeDefined()
  })

  it('say why they cannot be shown, and try again', async () => {
    const body = { code: 'internal', message: 'It broke.', fix: 'Report it.', requestId: 'r1' }
    let reply: FakeReply = { status: 500, body }
    const { user } = await open([], () => reply)
    await screen.findByText('It broke. Report it.')
    reply = { body: { verdicts: [aVerdict()], sinceMs: 0, keeps: 50 } }
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await rows()).toHaveLength(1)
  })
})
