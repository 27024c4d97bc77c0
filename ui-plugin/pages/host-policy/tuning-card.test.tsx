import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { ClusterTuningView } from '../../../shared/api/tuning.ts'
import { type FakeReply, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { anUnreadHost, aWatchedHost, SAMPLE_MS } from '../hosts/watched-host-samples.ts'
import { aClusterTuning } from './policy-samples.ts'
import { TuningCard } from './tuning-card.tsx'

const list = (...clusters: readonly ClusterTuningView[]): FakeReply => ({ body: { clusters } })
const failure = (status: number, code: string, message: string): FakeReply => ({
  status,
  body: { code, message, fix: 'Look again.', requestId: 'r1' },
})

async function open(first: FakeReply, { put = first, hosts = [aWatchedHost()], locale = 'en-US' } = {}) {
  let reply = first
  const service = fakeService({ 'GET /tuning': () => reply, 'PUT /clusters/c1/tuning': () => put })
  await renderInPortal(<TuningCard hosts={hosts} />, service, locale)
  return {
    service,
    user: userEvent.setup(),
    sent: () => service.calls.filter(({ call }) => call.startsWith('PUT')).map(({ body }) => body),
    become(next: FakeReply) {
      reply = next
    },
  }
}

const select = () => screen.findByRole<HTMLSelectElement>('combobox', { name: 'Mode of Prod' })
const button = (name: string) => screen.getByRole('button', { name })
/** Of what is not what a test is about. */
const rest = { pinning: 'observe', memory: 'policy' } as const
const saved = (mode: ClusterTuningView['settings']['mode'], takeOver = false, atMs = SAMPLE_MS) => {
  const settings = { ...rest, mode, takeOver }
  return { settings, saved: { clusterId: 'c1', by: { id: 'u1', name: 'eva' }, atMs, settings } }
}

describe('the mode of a cluster’s hosts', () => {
  it('says what is done now, what is configured and who set it', async () => {
    const hosts = [
      { mode: 'observe' as const, count: 1 },
      { mode: 'enforce' as const, count: 3 },
    ]
    await open(list(aClusterTuning({ ...saved('enforce', true), hosts })))
    expect((await select()).value).toBe('enforce')
    for (const text of ['Observe: 1 host', 'Enforce: 3 hosts']) expect(screen.getByText(text)).toBeDefined()
    const note = screen.getByText(/^Set by eva/).textContent
    expect(note).toMatch(/; configured: Observe\. Taken over from MOM\. 1 host is only observed; the details/)
  })

  it('sends nothing before it is saved', async () => {
    const after = list(aClusterTuning(saved('dry-run')))
    const { user, sent, become } = await open(list(aClusterTuning()), { put: after })
    await user.selectOptions(await select(), 'Dry run')
    expect(sent()).toEqual([])
    become(after)
    await user.click(button('Save'))
    await screen.findByText('Saved. It holds from now on.')
    expect(sent()).toEqual([{ settings: { ...rest, mode: 'dry-run', takeOver: false }, seenAtMs: 0 }])
    expect((await select()).value).toBe('dry-run')
  })

  it('asks before it enforces, with what is changed on how many hosts and what becomes of MOM', async () => {
    const after = list(aClusterTuning(saved('enforce', true)))
    const { user, sent } = await open(list(aClusterTuning()), { put: after })
    await user.selectOptions(await select(), 'Enforce')
    await user.click(button('Save'))
    const dialog = within(screen.getByRole('dialog', { name: /Enforce policies in Prod\?/ }))
    expect(dialog.getByText(/^2 hosts answer now\. On them, the policies change balloons,/).textContent).toContain(
      '00-defines, 02-balloon',
    )
    expect(sent()).toEqual([])
    await user.click(dialog.getByRole('checkbox', { name: 'Take over from MOM' }))
    await user.click(dialog.getByRole('button', { name: 'Enforce' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(sent()).toEqual([{ settings: { ...rest, mode: 'enforce', takeOver: true }, seenAtMs: 0 }])
    await waitFor(() => expect(document.activeElement).toBe(button('Save')))
  })

  it.each([
    {
      knobs: ['balloon', 'ksm', 'cpu', 'io', 'request'],
      says: /change balloons, KSM, CPU limits of VMs, and I\/O limits of VMs\. In .* They may ask .*\. No balloon .* In any other mode/,
    },
    {
      knobs: ['balloon', 'ksm'],
      says: /change balloons and KSM\. In their order: 00-defines, 02-balloon\. No balloon goes/,
    },
    { knobs: ['ksm'], says: /the policies change KSM\. In their order: 00-defines, 02-balloon\. In any other mode/ },
    { knobs: ['request'], says: /leaves nothing to the policies .* In their order: .* They may ask for moves/ },
    { knobs: [], says: /^The setting tuning\.controllers leaves nothing to the policies .* 02-balloon\.$/ },
  ] as const)('names before it enforces what may be moved here: $knobs', async ({ knobs, says }) => {
    const { user } = await open(list(aClusterTuning({ knobs: [...knobs] })))
    await user.selectOptions(await select(), 'Enforce')
    await user.click(button('Save'))
    const notes = [...screen.getByRole('dialog').querySelectorAll('.dialog-note')].map(({ textContent }) => textContent)
    expect(notes.join(' ')).toMatch(says)
  })

  it('is left as it was when the dialog is', async () => {
    const { user, sent } = await open(list(aClusterTuning()))
    await user.selectOptions(await select(), 'Enforce')
    await user.click(button('Save'))
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(sent()).toEqual([])
    await waitFor(() => expect(document.activeElement).toBe(button('Save')))
  })

  it('has the take-over from MOM changed by itself', async () => {
    const { user, sent } = await open(list(aClusterTuning(saved('enforce'))))
    await user.click(await screen.findByRole('button', { name: 'Change take-over from MOM…' }))
    await user.click(screen.getByRole('checkbox', { name: 'Take over from MOM' }))
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Enforce' }))
    await waitFor(() =>
      expect(sent()).toEqual([{ settings: { ...rest, mode: 'enforce', takeOver: true }, seenAtMs: SAMPLE_MS }]),
    )
  })

  it('goes back to what is configured, and asks first where that enforces', async () => {
    const configured = { ...rest, mode: 'enforce', takeOver: true } as const
    const { user, sent } = await open(list(aClusterTuning({ ...saved('off'), configured })))
    await user.click(await screen.findByRole('button', { name: 'Back to the configuration file' }))
    const takeOver = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Take over from MOM' })
    expect([takeOver.checked, takeOver.disabled]).toEqual([true, true])
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Enforce' }))
    await waitFor(() => expect(sent()).toEqual([{ settings: null, seenAtMs: SAMPLE_MS }]))
  })

  it('has pins and who sets balloons chosen too, and asks before pins are enforced', async () => {
    const { user, sent } = await open(list(aClusterTuning()))
    await select()
    const choose = (name: string, option: string) => user.selectOptions(screen.getByRole('combobox', { name }), option)
    await choose('Who sets balloons in Prod', 'by the memory balancer')
    await choose('Pins in Prod', 'Enforce')
    expect(screen.getByText(/Balloons: by the memory balancer in place of the policies/)).toBeDefined()
    await user.click(button('Save'))
    const dialog = within(screen.getByRole('dialog', { name: /Enforce pins in Prod\?/ }))
    expect(
      dialog.getByText(/^vCPUs are pinned to single cores.* own are left alone\. All pins are given/),
    ).toBeDefined()
    // Nothing about what does not become enforced.
    expect(dialog.queryByText(/the policies change/)).toBeNull()
    expect(dialog.queryByRole('checkbox')).toBeNull()
    expect(sent()).toEqual([])
    await user.click(dialog.getByRole('button', { name: 'Enforce' }))
    await waitFor(() => expect(sent()).toHaveLength(1))
    expect(sent()[0]).toEqual({
      settings: { mode: 'observe', takeOver: false, pinning: 'enforce', memory: 'balancer' },
      seenAtMs: 0,
    })
  })

  it('asks before balloons go from the policies to the balancer where they are set', async () => {
    const { user, sent } = await open(list(aClusterTuning(saved('enforce', true))))
    await select()
    await user.selectOptions(
      screen.getByRole('combobox', { name: 'Who sets balloons in Prod' }),
      'by the memory balancer',
    )
    await user.click(button('Save'))
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByText(/^The memory balancer sets the balloons/)).toBeDefined()
    await user.click(dialog.getByRole('button', { name: 'Enforce' }))
    await waitFor(() => expect(sent()).toHaveLength(1))
    expect(sent()[0]).toMatchObject({ settings: { mode: 'enforce', takeOver: true, memory: 'balancer' } })
  })

  it('says which permission it needs', async () => {
    await open(list(aClusterTuning({ mayEdit: false, ...saved('enforce') })))
    expect((await select()).disabled).toBe(true)
    expect(screen.getByText(/the permission “edit_cluster_configuration” on Prod/)).toBeDefined()
    expect(screen.queryByRole('button', { name: 'Back to the configuration file' })).toBeNull()
    expect(button('Save').getAttribute('aria-disabled')).toBe('true')
  })

  it('shows what somebody else has set meanwhile, and keeps the choice until the reader decides', async () => {
    const put = failure(409, 'state-conflict', 'eva has set the tuning of Prod meanwhile.')
    const { user, become, sent } = await open(list(aClusterTuning()), { put })
    await user.selectOptions(await select(), 'Enforce')
    await user.click(button('Save'))
    become(list(aClusterTuning(saved('dry-run'))))
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Enforce' }))
    await screen.findByText(/eva has changed these settings meanwhile/)
    expect([screen.queryByRole('dialog'), (await select()).value]).toEqual([null, 'enforce'])
    expect(button('Save').getAttribute('aria-disabled')).toBe('true')
    await user.click(button('Go on with mine'))
    await user.click(button('Save'))
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Enforce' }))
    await waitFor(() => expect(sent()).toHaveLength(2))
    expect(sent()[1]).toMatchObject({ seenAtMs: SAMPLE_MS })
  })

  it('takes theirs when that is wanted', async () => {
    const { user, become, service } = await open(list(aClusterTuning()))
    await user.selectOptions(await select(), 'Off')
    become(list(aClusterTuning(saved('dry-run'))))
    await act(async () => service.tell({ type: 'hosts' }))
    await user.click(await screen.findByRole('button', { name: 'Show theirs' }))
    expect((await select()).value).toBe('dry-run')
  })

  it('says what was not saved and why', async () => {
    const { user } = await open(list(aClusterTuning()), { put: failure(500, 'internal', 'The disk is full.') })
    await user.selectOptions(await select(), 'Dry run')
    await user.click(button('Save'))
    await screen.findByText('The disk is full. Look again.')
    expect((await select()).value).toBe('dry-run')
  })

  it.each([
    { code: 'bad-host-policy', message: '20_mine:1: there is no gone.', title: /saved policies/ },
    { code: 'bad-policy-directory', message: '/p/1.policy: 1:1:1: parse error', title: /policy directory/ },
  ])('tells that policies cannot be used: $code', async ({ code, message, title }) => {
    await open(list(aClusterTuning({ policyProblem: { code, message } })))
    await screen.findByText(message)
    await screen.findByText(title)
  })

  it('can be asked for again when it could not be loaded', async () => {
    const { user, become } = await open(failure(500, 'internal', 'It broke.'))
    become(list(aClusterTuning()))
    await user.click(await screen.findByRole('button', { name: 'Try again' }))
    await select()
  })

  it('is not there for clusters whose hosts are not to be connected', async () => {
    const apart = { state: 'not-configured', via: 'none' } as const
    const alone = [anUnreadHost({ name: 'host9', ...apart })]
    const { service } = await open(list(aClusterTuning()), { hosts: alone })
    expect(screen.queryByRole('heading')).toBeNull()
    expect(service.calls.some(({ call }) => call === 'GET /tuning')).toBe(false)
  })

  it('is there in German', async () => {
    const { user } = await open(list(aClusterTuning()), { locale: 'de-DE' })
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Modus von Prod' }), 'Durchsetzen')
    await user.click(button('Speichern'))
    await screen.findByText(
      /^2 Hosts antworten jetzt\. Auf ihnen ändern die Richtlinien Balloons, KSM, .* und E\/A-Grenzen von VMs\./,
    )
  })
})
