import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import type { ClusterAutomationView } from '../../../shared/api/plans.ts'
import { aRecommendation } from '../../../test/fakes/builders.ts'
import { type FakeRoutes, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { AutomationForm } from './automation-form.tsx'
import { aClusterAutomation, anAutomationReply } from './automation-samples.ts'

const view = aClusterAutomation()
const { cluster: _, mayEdit: __, permissionNeeded: ___, ...settings } = view
async function open(loaded: ClusterAutomationView, over: FakeRoutes = {}, changed: () => void = () => undefined) {
  const service = fakeService({
    'PUT /clusters/c1/automation': { body: anAutomationReply({ clusters: [loaded] }) },
    ...over,
  })
  const recommendations = [1, 2, 5].map(priority => aRecommendation({ id: `r${priority}`, priority }))
  await renderInPortal(<AutomationForm loaded={loaded} open={recommendations} onChange={changed} />, service)
  const sent = () => service.calls.filter(({ call }) => call.startsWith('PUT')).map(({ body }) => body)
  return { user: userEvent.setup(), sent }
}
const save = () => screen.getByRole('button', { name: 'Save' })
const maySave = () => save().getAttribute('aria-disabled') !== 'true'
const at = { by: { id: 'u1', name: 'eva' }, clusterId: 'c1', settings }

describe('the automation of a cluster', () => {
  it('sends nothing before it is saved, then all of it', async () => {
    const { user, sent } = await open(view)
    expect(maySave()).toBe(false)
    await user.click(screen.getByRole('radio', { name: 'Automatic' }))
    await user.selectOptions(screen.getByLabelText('Plans made by itself'), 'balance')
    await user.click(screen.getByRole('radio', { name: /^5:/ }))
    await user.click(screen.getByRole('radio', { name: /^Only in these hours/ }))
    await user.click(screen.getByRole('button', { name: /^22: this hour/ }))
    expect(sent()).toEqual([])
    await user.click(save())
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    const windows = [`0 22 * * * for 1h in ${zone}`]
    const asked = { ...settings, mode: 'automatic', objective: 'balance', level: 5, windows }
    await waitFor(() => expect(sent()).toEqual([{ settings: asked, seenAtMs: 0 }]))
    await screen.findByText('Saved. It holds from now on.')
  })

  it('says what each level would do with what is open now', async () => {
    await open(view)
    for (const [level, count] of [
      [1, 1],
      [2, 2],
      [4, 2],
      [5, 3],
    ]) {
      const radio = screen.getByRole('radio', { name: new RegExp(`^${level}:`) })
      expect(radio.parentElement?.textContent).toContain(`Now: ${count} of 3 open recommendations`)
    }
  })

  it.each([
    { field: 'Automatic moves in an hour at most', text: 'many', problem: 'Enter a whole number from 0 to 1,000.' },
    { field: 'Automatic moves in a day at most', text: '10001', problem: 'Enter a whole number from 0 to 10,000.' },
  ])('refuses $text before anything is sent', async ({ field, text, problem }) => {
    const { user } = await open(view)
    await user.clear(screen.getByLabelText(field))
    await user.type(screen.getByLabelText(field), text)
    await screen.findByText(problem)
    expect(maySave()).toBe(false)
  })

  it('does not take an empty week for “always”', async () => {
    const { user } = await open({ ...view, windows: ['0 22 * * 1 for 1h in UTC'] })
    await user.click(screen.getByRole('checkbox', { name: 'Monday, 22:00 to 23:00' }))
    await screen.findByText('Choose at least one hour, or “At any time”.')
    expect(maySave()).toBe(false)
  })

  it('keeps times of another form, until they are taken out', async () => {
    const { user, sent } = await open({ ...view, windows: ['30 1 1 * * for 3h', '0 22 * * 1 for 1h in UTC'] })
    await user.click(screen.getByRole('button', { name: 'Remove 30 1 1 * * for 3h' }))
    await user.click(save())
    await waitFor(() =>
      expect(sent()).toEqual([{ settings: { ...settings, windows: ['0 22 * * 1 for 1h in UTC'] }, seenAtMs: 0 }]),
    )
  })

  it('goes back to the configuration file where a person has set it', async () => {
    const { user, sent } = await open({ ...view, saved: { ...at, atMs: 7 } })
    await user.click(screen.getByRole('button', { name: 'Back to the configuration file' }))
    await waitFor(() => expect(sent()).toEqual([{ settings: null, seenAtMs: 7 }]))
  })

  it('shows what the service has saved, not what was loaded before', async () => {
    const saved = { ...view, mode: 'automatic' as const, saved: { ...at, atMs: 9 } }
    const reply = { body: anAutomationReply({ clusters: [saved] }) }
    const { user } = await open(view, { 'PUT /clusters/c1/automation': reply })
    await user.click(screen.getByRole('radio', { name: 'Automatic' }))
    await user.click(save())
    await screen.findByText('Saved. It holds from now on.')
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Automatic' }).checked).toBe(true)
    expect(document.activeElement).toBe(save())
  })

  it('says what the engine lacks for it to be changed', async () => {
    await open({ ...view, mayEdit: false })
    await screen.findByText('Read only: you need the permission “edit_cluster_configuration” on Default')
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Automatic' }).disabled).toBe(true)
  })

  it('tells of a refusal, and has the current settings loaded', async () => {
    let reloads = 0
    const body = { code: 'state-conflict', message: 'eva has changed the settings.', fix: 'Reload.', requestId: 'r' }
    const { user } = await open(view, { 'PUT /clusters/c1/automation': { status: 409, body } }, () => {
      reloads += 1
    })
    await user.click(screen.getByRole('radio', { name: 'Off' }))
    await user.click(save())
    await screen.findByText(/eva has changed the settings\./)
    expect([reloads, screen.getByRole<HTMLInputElement>('radio', { name: 'Off' }).checked]).toEqual([1, true])
  })

  it('keeps what is typed when somebody else saves meanwhile, and asks whose is to stay', async () => {
    const theirs = { ...view, level: 1, saved: { ...at, atMs: 9 } }
    function Page() {
      const [loaded, load] = useState(view)
      return (
        <>
          <button type="button" onClick={() => load(theirs)}>
            they save
          </button>
          <AutomationForm loaded={loaded} open={[]} onChange={() => undefined} />
        </>
      )
    }
    await renderInPortal(<Page />, fakeService({}))
    const user = userEvent.setup()
    const chosen = () =>
      screen.getAllByRole<HTMLInputElement>('radio').flatMap(({ id, checked }) => (checked ? [id] : []))
    await user.click(screen.getByRole('radio', { name: 'Off' }))
    await user.click(screen.getByRole('button', { name: 'they save' }))
    await screen.findByText(/eva has changed these settings meanwhile/)
    expect([maySave(), chosen()]).toEqual([false, ['auto-mode-off', 'auto-level-3', 'auto-windows-false']])
    await user.click(screen.getByRole('button', { name: 'Go on with mine' }))
    expect(maySave()).toBe(true)
    await user.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(chosen()).toEqual(['auto-mode-approve', 'auto-level-1', 'auto-windows-false'])
  })
})
