import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { open, shown, three } from '../../../test/fakes/recommendations-stage.tsx'

describe('a snooze', () => {
  it('names its time, keeps the row in its place and is undone there', async () => {
    const page = await open(three, {
      'POST /recommendations/b/snooze': body => {
        const { untilMs } = body as { untilMs: number }
        page.set('b', 'snoozed', { snoozedUntilMs: untilMs })
        return { body: three[0] }
      },
      'POST /recommendations/b/wake': () => {
        page.set('b', 'open')
        return { body: three[0] }
      },
    })
    const { user } = page
    await screen.findByText('3 of 3 shown')
    const before = Date.now()
    await user.click(screen.getByRole('button', { name: 'Snooze the move of b' }))
    const dialog = await screen.findByRole('dialog', { name: 'Snooze the move of b?' })
    await user.click(within(dialog).getByRole('radio', { name: 'For 1 week' }))
    await user.click(within(dialog).getByRole('button', { name: 'Snooze' }))
    const wake = await screen.findByRole('button', { name: 'Wake the move of b' })
    const [[, body] = []] = page.posted()
    expect((body as { untilMs: number }).untilMs).toBeGreaterThan(before + 6 * 86_400_000)
    expect(shown()).toEqual(['c', 'b', 'a'])
    expect(screen.getByText('2 of 2 shown')).toBeDefined()
    await user.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'Snoozed (1)')
    expect(shown()).toEqual(['b'])
    await user.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'Open and moving')
    expect(shown()).toEqual(['c', 'a'])
    expect(wake.isConnected).toBe(false)
    await user.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'Snoozed (1)')
    await user.click(screen.getByRole('button', { name: 'Wake the move of b' }))
    await page.tell()
    await screen.findByRole('button', { name: 'Snooze the move of b' })
  })

  it('that is refused says so in the dialog', async () => {
    const body = { code: 'state-conflict', message: 'It is applying.', fix: 'Reload.', requestId: 'r' }
    const { user } = await open(three, { 'POST /recommendations/b/snooze': { status: 409, body } })
    await screen.findByText('3 of 3 shown')
    await user.click(screen.getByRole('button', { name: 'Snooze the move of b' }))
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Snooze' }))
    await screen.findByText('It is applying. Reload.')
  })

  it('of which there is none is said', async () => {
    const { user } = await open(three)
    await screen.findByText('3 of 3 shown')
    await user.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'Snoozed (0)')
    expect(screen.getByText('Nothing is snoozed')).toBeDefined()
  })

  it('that cannot be listed keeps nothing else from being shown', async () => {
    await open(three, { 'GET /recommendations?state=snoozed&limit=1000': { status: 500, body: {} } })
    await screen.findByText('3 of 3 shown')
  })

  it('that can no longer be listed is not said to be gone', async () => {
    const listing: { isBroken: boolean } = { isBroken: false }
    const page = await open(three, {
      'GET /recommendations?state=snoozed&limit=1000': () =>
        listing.isBroken
          ? { status: 500, body: {} }
          : { body: { recommendations: [{ ...three[0], state: 'snoozed', snoozedUntilMs: Date.now() + 60_000 }] } },
      'GET /recommendations?state=open&limit=1000': { body: { recommendations: three.slice(1) } },
    })
    await screen.findByText('2 of 2 shown')
    await page.user.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'Snoozed (1)')
    listing.isBroken = true
    await page.tell()
    expect(screen.getByRole('combobox', { name: 'State' }).textContent).toContain('Snoozed (1)')
    expect(screen.queryByText('No longer proposed')).toBeNull()
  })
})
