import { act, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { HostTuning } from '../../../shared/api/tuning.ts'
import type { KnobChange } from '../../../shared/plan/knob-decision.ts'
import { type FakeReply, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { aHostPins } from '../host-pins/pin-samples.ts'
import { aWatchedHost } from '../hosts/watched-host-samples.ts'
import { aDecision, aTuning } from './policy-samples.ts'
import { PolicySection } from './policy-section.tsx'

async function open(tuning: HostTuning | FakeReply, locale?: string) {
  let reply: FakeReply = 'mode' in tuning ? { body: tuning } : tuning
  const service = fakeService({
    'GET /hosts/host1/tuning': () => reply,
    'GET /hosts/host1/history': { body: { figures: [] } },
    'GET /hosts/host1/pins': { body: aHostPins() },
  })
  await renderInPortal(<PolicySection host={aWatchedHost()} />, service, locale)
  return {
    service,
    user: userEvent.setup(),
    become(next: HostTuning) {
      reply = { body: next }
    },
  }
}

const rows = async () =>
  within(await screen.findByRole('grid', { name: 'Decisions' }))
    .getAllByRole('button', { name: /^Why: / })
    .map(button => button.closest('tr')?.textContent?.replaceAll(/\s/g, ' ') ?? '')

describe('the policy of a host', () => {
  it('says what is done there and why that is not what is set', async () => {
    const text = 'MOM runs on host1 and sets the same knobs. Take over to set them instead.'
    const because = { code: 'mom-active', values: { host: 'host1' }, text }
    const { round: _round, ...tuning } = aTuning({ mode: 'observe', wantedMode: 'enforce', because, decisions: [] })
    await open(tuning)
    await screen.findByText(text)
    expect(screen.getByText('Set for the cluster: Enforce.')).toBeDefined()
    expect(screen.queryByText('No policy is asked here')).toBeNull()
  })

  it.each([
    { outcome: 'ok', says: 'Evaluated' },
    { outcome: 'failed', says: 'Failed, nothing was changed' },
    { outcome: 'not-ready', says: 'Figures are missing' },
  ] as const)('tells of a round that was $outcome, and whom it left out', async ({ outcome, says }) => {
    const problem = { code: 'eval', message: 'The policy divides by nothing.' }
    const skipped = [{ vmId: 'v9', vmName: 'web-1', code: 'no-agent', message: 'It has no agent.' }]
    await open(aTuning({ round: { atMs: 0, durationMs: 3, outcome, problem, skipped } }))
    await screen.findByText(says)
    for (const text of [problem.message, 'Code: eval', '1 VM was left out of the last round'])
      expect(screen.getByText(text)).toBeDefined()
    expect(screen.getByText(/It has no agent\./).textContent).toBe('web-1: It has no agent.')
  })

  const changes: readonly Readonly<{ change: KnobChange; says: string }>[] = [
    { change: aDecision().change, says: 'db-07Balloon · policy 4 GiB → 3 GiB' },
    {
      change: {
        knob: 'ksm',
        from: { run: 'stop', pagesToScan: 64 },
        to: { run: 'merge', pagesToScan: 1000, sleepMs: 20 },
      },
      says: 'host1KSM · policy halted → merges; 64 pages per pass → 1,000 pages per pass; not known → 20 ms between',
    },
    {
      change: { knob: 'cpu', vmId: 'v7', vmName: 'db-07', from: { quotaUs: 'unlimited' }, to: { quotaUs: 50_000 } },
      says: 'db-07CPU limit · policy no quota → quota 50,000 µs',
    },
    {
      change: {
        knob: 'io',
        vmId: 'v7',
        vmName: 'db-07',
        device: 'vda',
        from: { readBytesPerS: 'unlimited' },
        to: { readBytesPerS: 10 * 1024 * 1024 },
      },
      says: 'db-07Limits of vda · policy bytes read unlimited → reads 10 MiB/s',
    },
    {
      change: { knob: 'request', vmId: 'v7', vmName: 'db-07', request: 'migrate', because: 'too full' },
      says: 'db-07Request · policy move to another host: too full',
    },
    {
      change: {
        ...{ knob: 'pins', vmId: 'v7', vmName: 'db-07' },
        from: [
          { vcpu: 0, cpuIds: [0, 1, 2, 3] },
          { vcpu: 1, cpuIds: [0, 1, 2, 3] },
        ],
        to: [{ vcpu: 1, cpuIds: [2] }],
      },
      says: 'db-07vCPU pins · policy vCPU 1: 0–3 → 2',
    },
  ]
  it.each(changes)('writes a change of $change.knob with its units', async ({ change, says }) => {
    await open(aTuning({ decisions: [aDecision({ change })] }))
    expect((await rows())[0]).toContain(says)
  })

  it.each([
    ['made', 'Changed'],
    ['would-make', 'Would change'],
    ['asked', 'Handed on'],
    ['failed', 'Failed'],
    ['refused', 'Refused'],
    ['held', 'Held back'],
  ] as const)('labels what was %s', async (outcome, says) => {
    const problem = { code: 'x', message: 'It is gone.' }
    await open(aTuning({ decisions: [aDecision({ outcome, problem })] }))
    expect((await rows())[0]).toMatch(new RegExp(`${says}It is gone\\.$`))
  })

  it('says in the reader’s language why a request was refused', async () => {
    const message =
      'Prod is set to "off": nobody there takes up that a VM should move. Set its automation to recommend, approve or automatic.'
    const problem = { code: 'cluster-not-advised', message }
    const { user } = await open(aTuning({ decisions: [aDecision({ outcome: 'refused', problem })] }), 'de-DE')
    await user.click(await screen.findByRole('button', { name: /^Warum: / }))
    expect(screen.getAllByText(/^Prod ist auf „Aus“ gestellt: .* Freigeben oder Automatisch\./)).toHaveLength(2)
  })

  it('opens a decision to what was read, which branch was taken, and what held it back', async () => {
    const change = { ...aDecision().change, limits: [{ by: 'guarantee' as const, wanted: '1048576' }] } as KnobChange
    const { user } = await open(aTuning({ decisions: [aDecision({ change })] }))
    await user.click(await screen.findByRole('button', { name: /^Why: db-07, Balloon/ }))
    expect(screen.getByText('balloon_target became 3145728')).toBeDefined()
    expect(screen.getByText('02-balloon, line 41')).toBeDefined()
    expect(screen.getByText('Held at what the VM is guaranteed; the policy asked for 1048576.')).toBeDefined()
    const steps = within(screen.getByRole('grid', { name: 'What led to balloon_target' })).getAllByRole('row')
    expect(steps.map(({ textContent }) => textContent)).toEqual([
      'StepIn the policyValuePlace',
      'readHost.mem_free90000002-balloon:12',
      'decided(< free 0.2)true: the first branch02-balloon:30',
    ])
  })

  it('announces newer decisions, and shows them when that is wanted', async () => {
    const { service, user, become } = await open(aTuning())
    expect(await rows()).toHaveLength(1)
    become(aTuning({ decisions: [aDecision({ id: 'd2' }), aDecision()] }))
    await act(async () => service.tell({ type: 'hosts' }))
    await screen.findByText(/1 new decision/)
    expect(await rows()).toHaveLength(1)
    await user.click(screen.getByRole('button', { name: 'Show' }))
    expect(await rows()).toHaveLength(2)
  })

  it.each(['off', 'observe'] as const)('says in mode %s how to turn it on', async mode => {
    const { round: _round, ...tuning } = aTuning({ mode, wantedMode: mode, decisions: [] })
    await open(tuning)
    await screen.findByText('No policy is asked here')
    expect(screen.getByText(/^To turn it on, set the tuning of Prod,/)).toBeDefined()
  })

  it('says why it could not be loaded', async () => {
    await open({ status: 500, body: { code: 'internal', message: 'It broke.', fix: 'Report it.', requestId: 'r1' } })
    await screen.findByText('It broke. Report it.')
    expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined()
  })

  it('is there in German', async () => {
    await open(aTuning(), 'de-DE')
    await screen.findByRole('heading', { name: 'Richtlinie' })
  })
})
