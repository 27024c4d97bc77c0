import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { HostTuning } from '../../../shared/api/tuning.ts'
import { type FakeReply, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { aHostPins } from '../host-pins/pin-samples.ts'
import { aWatchedHost, SAMPLE_MS } from '../hosts/watched-host-samples.ts'
import { aTuning } from './policy-samples.ts'
import { PolicySection } from './policy-section.tsx'

async function open(first: HostTuning, { put, locale }: { put?: FakeReply; locale?: string } = {}) {
  let reply: FakeReply = { body: first }
  const service = fakeService({
    'GET /hosts/host1/tuning': () => reply,
    'PUT /hosts/host1/tuning': () => put ?? reply,
    'GET /hosts/host1/history': { body: { figures: [] } },
    'GET /hosts/host1/pins': { body: aHostPins() },
  })
  await renderInPortal(<PolicySection host={aWatchedHost()} />, service, locale)
  return {
    service,
    user: userEvent.setup(),
    sent: () => service.calls.filter(({ call }) => call.startsWith('PUT')).map(({ body }) => body),
    become(next: HostTuning) {
      reply = { body: next }
    },
  }
}

const select = (what: 'Policies' | 'Pins') =>
  screen.findByRole<HTMLSelectElement>('combobox', { name: new RegExp(`^${what} on host1$`) })
const form = () => within(screen.getByRole('form', { name: 'Tuning of this host' }))
const save = () => form().getByRole('button', { name: 'Save' })
const dialog = () => within(screen.getByRole('dialog'))
const { round: _round, ...idle } = aTuning({ mode: 'observe', wantedMode: 'observe', decisions: [] })
const saved = (modes: NonNullable<HostTuning['saved']>['modes'], atMs = SAMPLE_MS) => ({
  saved: { hostId: 'host1', by: { id: 'u1', name: 'eva' }, atMs, modes },
})

describe('the modes of one host', () => {
  it('are those of its cluster until somebody sets others', async () => {
    await open(idle)
    const pins = await select('Pins')
    expect(pins.selectedOptions[0]?.textContent).toBe('As its cluster (Observe)')
    expect(screen.getByText('As the cluster Prod.')).toBeDefined()
    expect(save().getAttribute('aria-disabled')).toBe('true')
  })

  it('are tried out without being asked', async () => {
    const { user, sent, become } = await open(idle)
    await user.selectOptions(await select('Pins'), 'Dry run')
    expect(sent()).toEqual([])
    become({ ...idle, ...saved({ pinning: 'dry-run' }), pinning: { mode: 'dry-run', wantedMode: 'dry-run' } })
    await user.click(save())
    await screen.findByText('Saved. It holds from now on.')
    expect(sent()).toEqual([{ modes: { pinning: 'dry-run' }, seenAtMs: 0 }])
    expect(screen.getByText(/^Set for this host alone by eva/)).toBeDefined()
  })

  it.each([
    { what: 'Pins', says: /^vCPUs are pinned to single cores/, not: /What the policies of Prod/ },
    { what: 'Policies', says: /^What the policies of Prod decide is changed/, not: /pinned to single cores/ },
  ] as const)('ask before they enforce, and say what that does: $what', async ({ what, says, not }) => {
    const { user, sent } = await open(idle)
    await user.selectOptions(await select(what), 'Enforce')
    await user.click(save())
    expect(dialog().getByText(says)).toBeDefined()
    expect(dialog().queryByText(not)).toBeNull()
    expect(sent()).toEqual([])
    await user.click(dialog().getByRole('button', { name: 'Enforce' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(sent()).toEqual([{ modes: { [what === 'Pins' ? 'pinning' : 'mode']: 'enforce' }, seenAtMs: 0 }])
    await waitFor(() => expect(document.activeElement).toBe(save()))
  })

  it('are stopped at once, the other one staying as it is', async () => {
    const { user, sent } = await open({ ...idle, ...saved({ mode: 'enforce', pinning: 'enforce' }) })
    await user.selectOptions(await select('Pins'), 'Observe')
    await user.click(save())
    expect(sent()).toEqual([{ modes: { mode: 'enforce', pinning: 'observe' }, seenAtMs: SAMPLE_MS }])
  })

  it('go back to those of the cluster', async () => {
    const { user, sent } = await open({ ...idle, ...saved({ pinning: 'off' }) })
    await user.click(await screen.findByRole('button', { name: 'Back to the modes of the cluster' }))
    expect(sent()).toEqual([{ modes: null, seenAtMs: SAMPLE_MS }])
  })

  it('stay as chosen when somebody else was first, until the reader decides', async () => {
    const body = { code: 'state-conflict', message: 'eva has set the tuning of host1.', fix: 'Look.', requestId: 'r' }
    const { user, sent, become } = await open(idle, { put: { status: 409, body } })
    await user.selectOptions(await select('Pins'), 'Off')
    become({ ...idle, ...saved({ mode: 'dry-run' }) })
    await user.click(save())
    await screen.findByText(/eva has changed these settings meanwhile/)
    expect((await select('Pins')).value).toBe('off')
    await user.click(screen.getByRole('button', { name: 'Go on with mine' }))
    await user.click(save())
    await waitFor(() => expect(sent()).toHaveLength(2))
    expect(sent()[1]).toEqual({ modes: { pinning: 'off' }, seenAtMs: SAMPLE_MS })
  })

  it('say which permission they need', async () => {
    const touched = [{ vmId: 'v7', vmName: 'db-07', knobs: ['pins'] }]
    await open(aTuning({ mayEdit: false, touched }))
    expect((await select('Policies')).disabled).toBe(true)
    expect(screen.getByText(/the permission “edit_cluster_configuration” on Prod/)).toBeDefined()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Give everything back' }).disabled).toBe(true)
  })
})

describe('what is not as it was found', () => {
  const touched = [
    { knobs: ['ksm'] },
    { vmId: 'v7', vmName: 'db-07', knobs: ['pins', 'balloon'] },
    { vmId: 'v8', vmName: 'web-1', knobs: ['pins'] },
  ]
  const enforced = aTuning({ touched, pinning: { mode: 'enforce', wantedMode: 'enforce' } })

  it('is given back once that is confirmed, and tells what is left until nothing is', async () => {
    const restored = saved({ mode: 'observe', pinning: 'observe' })
    const put = { body: { ...enforced, ...restored } }
    const { service, user, sent, become } = await open(enforced, { put })
    await screen.findByText('Of 2 VMs something is not as it was found: KSM, pins, and balloon.')
    await user.click(screen.getByRole('button', { name: 'Give everything back' }))
    for (const text of ['The host itself: KSM', 'db-07: pins and balloon', 'web-1: pins'])
      expect(dialog().getByText(text)).toBeDefined()
    expect(sent()).toEqual([])
    become({ ...enforced, ...restored, touched: touched.slice(0, 2) })
    await user.click(dialog().getByRole('button', { name: 'Give everything back' }))
    await screen.findByText(/^It is being given back, [23] are left/)
    expect(sent()).toEqual([{ modes: { mode: 'observe', pinning: 'observe' }, seenAtMs: 0 }])
    expect(screen.queryByRole('button', { name: 'Give everything back' })).toBeNull()
    become({ ...idle, ...restored })
    await act(async () => service.tell({ type: 'hosts' }))
    await screen.findByText('Everything is as it was found.')
  })

  it('is left as it is when the dialog is', async () => {
    const { user, sent } = await open(enforced)
    await user.click(await screen.findByRole('button', { name: 'Give everything back' }))
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(sent()).toEqual([])
  })

  it('is told in German', async () => {
    const { user } = await open(enforced, { locale: 'de-DE' })
    await user.click(await screen.findByRole('button', { name: 'Alles zurückgeben' }))
    expect(dialog().getByText('db-07: Pins und Balloon')).toBeDefined()
  })
})
