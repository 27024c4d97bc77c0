/** A plan gone through by keyboard before it is applied, and its steps seen to their end, in real Chromium against the demo. */
import { beforeAll, describe, expect, it } from 'vitest'
import { demoPage } from './demo-page.ts'
import { axeViolations, openView } from './demo-portal.ts'

const at = demoPage('--speed', '10', '--scenario', 'cpu-hotspot')

beforeAll(() => openView(at.scheduler, 'Recommendations'))

const drawer = () => at.scheduler.getByRole('complementary')
const dialog = () => at.scheduler.getByRole('dialog')
const slider = (place: ReturnType<typeof drawer>) => place.getByRole('slider', { name: 'Point in the plan' })
const sentence = (place: ReturnType<typeof drawer>) => place.locator('.timeline-sentence').textContent()
const firstHost = () =>
  drawer().getByRole('grid', { name: 'Hosts before and after' }).getByRole('row').nth(1).textContent()

describe('the timeline of a plan', () => {
  it('is gone through by keyboard: the hosts follow, and every point says what it is', async () => {
    await at.scheduler.getByRole('button', { name: 'Plan moves in Default' }).click()
    await dialog().getByRole('radio', { name: 'Even out' }).waitFor()
    await dialog().getByRole('button', { name: 'Plan', exact: true }).click()
    await slider(drawer()).focus()
    const end = { said: await sentence(drawer()), host: await firstHost() }
    expect(end.said).toMatch(/^After (\d+) of \1 \(.+\): host\d+ CPU .+; host\d+ CPU .+\.$/)
    expect(end.host).toContain('→')

    await at.page.keyboard.press('Home')
    expect(await sentence(drawer())).toMatch(/^Now, before the first step: /)
    expect(await firstHost()).not.toContain('→')
    expect(await axeViolations(at.scheduler)).toEqual([])

    await at.page.keyboard.press('ArrowRight')
    expect(await sentence(drawer())).toMatch(/^At the start \(/)
    expect(await slider(drawer()).getAttribute('aria-valuetext')).toMatch(/^At the start \(/)
    await drawer()
      .getByText(/^\d+: /)
      .first()
      .waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])

    await at.page.keyboard.press('End')
    expect({ said: await sentence(drawer()), host: await firstHost() }).toEqual(end)
  })

  it('plays by keyboard to its end, and stays where it is paused', async () => {
    const play = drawer().getByRole('button', { name: 'Play the plan' })
    await play.focus()
    await at.page.keyboard.press('Space')
    await at.page.keyboard.press('Space')
    const paused = await sentence(drawer())
    expect(paused).not.toMatch(/^After (\d+) of \1 /)
    await play.waitFor()
    await at.page.keyboard.press('Enter')
    await expect.poll(() => sentence(drawer()), { timeout: 30_000 }).toMatch(/^After (\d+) of \1 /)
    await play.waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
  })

  it('is not played where less motion is wanted', async () => {
    await at.page.emulateMedia({ reducedMotion: 'reduce' })
    await drawer().getByRole('button', { name: 'Play the plan' }).waitFor({ state: 'detached' })
    await at.page.emulateMedia({ reducedMotion: 'no-preference' })
    await drawer().getByRole('button', { name: 'Play the plan' }).waitFor()
  })

  it('is the preview before it is applied', async () => {
    await drawer().getByRole('button', { name: 'Apply', exact: true }).click()
    await slider(dialog()).focus()
    await at.page.keyboard.press('Home')
    expect(await sentence(dialog())).toMatch(/^Now, before the first step: /)
    expect(await axeViolations(at.scheduler)).toEqual([])
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    await dialog().waitFor({ state: 'detached' })
    await drawer().getByRole('button', { name: 'Apply', exact: true }).click()
    await dialog()
      .getByRole('button', { name: /^Start \d+ moves?$/ })
      .click()
  })

  it('tells how each step stands while it is carried out, to the end', async () => {
    const counts = drawer().getByRole('list', { name: 'How many steps are where' })
    await counts.getByText(/Migrating$/).waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
    await counts.getByText(/Moved$/).waitFor({ timeout: 60_000 })
    await counts
      .getByText(/Migrating$|Waiting to start$|Asking the engine$/)
      .first()
      .waitFor({ state: 'detached', timeout: 110_000 })
    expect(await axeViolations(at.scheduler)).toEqual([])
  })
})
