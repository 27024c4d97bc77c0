/**
 * What can go wrong while a page is open, each tried in real Chromium against the demo: the engine away and restarted, the
 * service away, somebody quicker, a permission lost, a thing gone, and the session's end, which comes last.
 */
import type { Page, Route } from 'playwright-core'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { demoPage } from './demo-page.ts'
import { axeViolations, logIn, openView } from './demo-portal.ts'

const at = demoPage()
const API = '**/ovirt-scheduler/api/v1'

beforeAll(() => openView(at.scheduler, 'Recommendations'))
afterEach(() => at.page.unrouteAll({ behavior: 'ignoreErrors' }))

const simulate = async (what: 'faults' | 'engine', body: unknown) => {
  const reply = await fetch(`${at.demo.origin}/sim/v1/${what}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(reply.status).toBe(200)
}

/** The token of whoever is logged in on a page, as the portal hands it to plugins. */
const tokenOf = (page: Page): Promise<string> =>
  page.evaluate(() =>
    (window as unknown as { pluginApi(name: string): { ssoToken(): string } }).pluginApi('ovirt-scheduler').ssoToken(),
  )

const applyButton = () => at.scheduler.getByRole('button', { name: /^Apply: move/ }).first()
const dialog = () => at.scheduler.getByRole('dialog')
const moveNow = () => dialog().getByRole('button', { name: 'Move now' })

/** Opens the dialog, waits until it may be confirmed, then lets something happen and confirms. */
async function confirmAfter(event: () => Promise<unknown>): Promise<void> {
  await applyButton().click()
  await expect.poll(() => moveNow().isEnabled()).toBe(true)
  await event()
  await moveNow().click()
}

async function closedWithFocus(): Promise<void> {
  await dialog().getByRole('button', { name: 'Cancel' }).click()
  await dialog().waitFor({ state: 'detached' })
}

describe('the service is away', () => {
  it('503: the page keeps its figures, says so, and is live again by itself', async () => {
    await at.scheduler.getByText('Live', { exact: true }).waitFor()
    const page503 = (route: Route) => route.fulfill({ status: 503, contentType: 'text/html', body: '<h1>503</h1>' })
    await at.page.route(`${API}/**`, page503)
    await at.scheduler.getByRole('button', { name: 'Refresh' }).click()
    await at.scheduler.getByText('The scheduler service does not answer. We keep trying.').first().waitFor()
    await applyButton().waitFor() // still there
    expect(await axeViolations(at.scheduler)).toEqual([])

    await at.page.unrouteAll({ behavior: 'ignoreErrors' })
    await at.scheduler.getByRole('button', { name: 'Refresh' }).click()
    await at.scheduler
      .getByText('The scheduler service does not answer. We keep trying.')
      .waitFor({ state: 'detached' })
  })

  it('503: what was not accepted is not shown as done, and can be tried again', async () => {
    await confirmAfter(() => at.page.route(`${API}/recommendations/*/apply`, route => route.fulfill({ status: 503 })))
    await dialog().getByText('The scheduler service does not answer. We keep trying.').waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
    expect(await moveNow().isEnabled()).toBe(true)
    await closedWithFocus()
  })
})

describe('what was asked for is refused', () => {
  it('403: the permission that went meanwhile is named, and nothing moves', async () => {
    const reader = await logIn(at.demo.browser, at.demo.origin, 'readonly@internal', 'readonly')
    await reader.getByRole('link', { name: 'Scheduler', exact: true }).waitFor()
    const Authorization = `Bearer ${await tokenOf(reader)}`
    await confirmAfter(() =>
      at.page.route(`${API}/recommendations/*/apply`, route =>
        route.continue({ headers: { ...route.request().headers(), authorization: Authorization } }),
      ),
    )
    await dialog()
      .getByText(/migrate_vm/)
      .waitFor()
    await dialog()
      .getByText(/^Code: forbidden/)
      .waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
    await closedWithFocus()
    await reader.close()
  })

  it('404: a recommendation that is gone says so', async () => {
    await confirmAfter(() =>
      at.page.route(`${API}/recommendations/*/apply`, route =>
        route.continue({
          url: route
            .request()
            .url()
            .replace(/recommendations\/[^/]+/, 'recommendations/gone'),
        }),
      ),
    )
    await dialog()
      .getByText(/^Code: not-found/)
      .waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
    await closedWithFocus()
  })

  it('409: somebody else was quicker, and the page shows what they did', async () => {
    const token = await tokenOf(at.page)
    let firstId = ''
    at.page.on('request', request => {
      firstId = /recommendations\/([^/?]+)$/.exec(request.url())?.[1] ?? firstId
    })
    await confirmAfter(async () => {
      const reply = await fetch(`${at.demo.origin}/ovirt-scheduler/api/v1/recommendations/${firstId}/apply`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}` },
      })
      expect(reply.status).toBe(202)
    })
    await dialog()
      .getByText(/^Code: state-conflict/)
      .waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
    await closedWithFocus()
    await at.scheduler
      .getByText(/now runs on/)
      .first()
      .waitFor({ timeout: 100_000 })
  })
})

describe('the engine', () => {
  it('is away: the figures are the last known ones, with their time; then they are new', async () => {
    await simulate('faults', { kind: 'down', down: true })
    await at.scheduler.getByText(/The engine cannot be read since/).waitFor({ timeout: 60_000 })
    expect(await axeViolations(at.scheduler)).toEqual([])
    await simulate('faults', { kind: 'down', down: false })
    await at.scheduler.getByText(/The engine cannot be read since/).waitFor({ state: 'detached', timeout: 60_000 })
  })

  it('restarts, which ends all sessions: one button leads to the log-in and back here', async () => {
    await simulate('engine', { restart: true })
    await at.scheduler.getByRole('heading', { name: 'Your session has ended' }).waitFor({ timeout: 90_000 })
    expect(await axeViolations(at.scheduler)).toEqual([])
    await at.scheduler.getByRole('button', { name: 'Reload the portal' }).click()
    await at.page.getByLabel('User').fill('admin@internal')
    await at.page.getByLabel('Password').fill('admin')
    await at.page.getByRole('button', { name: 'Log in' }).click()
    await at.scheduler.getByRole('heading', { name: 'Scheduler', level: 1 }).waitFor()
  })

  it('lets the token expire: the same, without any change of ours', async () => {
    await at.scheduler.getByText('Live', { exact: true }).waitFor()
    await simulate('faults', { kind: 'expire-tokens' })
    await at.scheduler.getByRole('heading', { name: 'Your session has ended' }).waitFor({ timeout: 90_000 })
  })
})
