/** What UI plugins may rely on in the portal, clause by clause: what lies above the page. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { describe, it } from 'vitest'
import { openPortals } from './open-portals.ts'
import type { PortalStage, StageOptions } from './portal-stage.ts'

const openPortal = openPortals()

const probe = {
  name: 'probe',
  script: 'api.register({}); api.ready()',
  pages: { 'dialog.html': `record('load', location.hash)` },
}

/** A portal that shows its first list, with a plugin in use. */
async function openProbe(options: Partial<StageOptions> = {}): Promise<PortalStage> {
  const stage = await openPortal([probe], options)
  await stage.page.getByRole('heading', { name: 'Virtual Machines' }).waitFor()
  return stage
}

const withApi = <T>(page: Page, statements: string) =>
  page.evaluate<T>(`{ const api = pluginApi('probe'); ${statements} }`)

const show = (title: string, token: string, options = '{}') =>
  `api.showDialog('${title}', '${token}', 'plugin/probe/dialog.html', '640px', '400px', ${options});`

describe('dialogs', () => {
  it('11, 12: open at once, centred, with the title as HTML and the page 100 px lower than the dialog', async () => {
    const { page, recorded } = await openProbe()
    assert.equal(
      await withApi(page, `${show('Move <b>db-07</b>', 'move')} document.querySelectorAll('.dialog').length`),
      1,
    )
    await recorded('probe', 'load', '')
    const dialog = page.getByRole('dialog')
    assert.equal(await dialog.locator('h2 b').textContent(), 'db-07')
    assert.deepEqual(await dialog.boundingBox(), { x: 400, y: 250, width: 640, height: 400 })
    assert.equal((await dialog.locator('iframe').boundingBox())?.height, 300)
    assert.equal(await dialog.locator('iframe').getAttribute('src'), 'plugin/probe/dialog.html')
  })

  it('12: have their buttons from the right in the given order, and a click leaves them open', async () => {
    const { page, recorded } = await openProbe()
    const buttons = `{ buttons: [
      { label: 'Move', onClick() { top.records.push(['probe', 'move']); throw new Error('on purpose') } },
      { label: 'Cancel' }, {} ] }`
    await withApi(page, `top.records = []; ${show('Move', 'move', buttons)}`)
    const move = page.getByRole('dialog').getByRole('button', { name: 'Move' })
    const cancel = page.getByRole('dialog').getByRole('button', { name: 'Cancel' })
    const xOf = async (button: typeof move) => (await button.boundingBox())?.x ?? 0
    assert.ok((await xOf(move)) > (await xOf(cancel)))
    await move.click()
    await recorded('probe', 'move')
    assert.equal(await page.getByRole('dialog').count(), 1)
  })

  it('12: close by X and Escape, one above the other, unless their options say otherwise', async () => {
    const { page } = await openProbe()
    await withApi(page, show('Below', 'below') + show('Above', 'above'))
    assert.equal(await page.getByRole('dialog').count(), 2)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: 'Above' }).waitFor({ state: 'detached' })
    await page.getByRole('dialog', { name: 'Below' }).getByRole('button', { name: 'Close' }).click()
    assert.equal(await page.getByRole('dialog').count(), 0)

    await withApi(page, show('Firm', 'firm', '{ closeIconVisible: false, closeOnEscKey: false }'))
    await page.keyboard.press('Escape')
    assert.equal(await page.getByRole('dialog').count(), 1)
    assert.equal(await page.getByRole('dialog').getByRole('button', { name: 'Close' }).count(), 0)
  })

  it('11, 12: close by token, all that have it, on a later task; the address changes on a later task too', async () => {
    const { page, recorded } = await openProbe()
    const open = await withApi(
      page,
      `${show('A', 'same')} ${show('B', 'same')} ${show('C', 'other')}
      api.closeDialog('same')
      api.setDialogContentUrl('other', 'plugin/probe/dialog.html#changed')
      document.querySelectorAll('.dialog').length`,
    )
    assert.equal(open, 3)
    await page.getByRole('dialog', { name: 'A' }).waitFor({ state: 'detached' })
    assert.deepEqual(await page.getByRole('dialog').locator('h2').allTextContents(), ['C'])
    await recorded('probe', 'load', '#changed')
  })

  it('12: keep the page behind out of reach while open', async () => {
    const { page } = await openProbe()
    await withApi(page, show('Move', 'move'))
    const reachable = `document.querySelector('.app').inert`
    assert.equal(await page.evaluate(reachable), true)
    await page.keyboard.press('Escape')
    assert.equal(await page.evaluate(reachable), false)
  })
})

describe('notifications', () => {
  it('11, 15: a toast comes on a later task and goes after 8 s; its type is read in any case', async () => {
    const { page } = await openProbe({ prepare: page => page.clock.install() })
    await page.clock.pauseAt(Date.now() + 3_600_000)
    const atOnce = await withApi(
      page,
      `api.showToast('SUCCESS', 'Saved <b>it</b>'); api.showToast('nonsense', 'Plain'); document.querySelectorAll('.toast').length`,
    )
    assert.equal(atOnce, 0)
    await page.clock.runFor(10)
    const toasts = page.locator('.toast')
    assert.deepEqual(await toasts.locator('span').allTextContents(), ['Saved <b>it</b>', 'Plain'])
    assert.deepEqual(await toasts.evaluateAll(all => all.map(one => one.className)), ['toast success', 'toast info'])
    await page.clock.runFor(7_900)
    assert.equal(await toasts.count(), 2)
    await page.clock.runFor(200)
    assert.equal(await toasts.count(), 0)
  })

  it('15: an alert stays until closed; a second one replaces its text and counts; autoHideMs closes it', async () => {
    const { page } = await openProbe({ prepare: page => page.clock.install() })
    await page.clock.pauseAt(Date.now() + 3_600_000)
    const banner = page.locator('.banner')
    await withApi(page, `api.showAlert('Danger', 'First & <i>only</i>')`)
    await page.clock.runFor(60_000)
    assert.equal(await banner.locator('.banner-text').textContent(), 'First & <i>only</i>')
    await withApi(page, `api.showAlert('warning', 'Second', { autoHideMs: 0 })`)
    await page.clock.runFor(60_000)
    assert.deepEqual(
      [await banner.locator('.banner-text').textContent(), await banner.locator('.banner-count').textContent()],
      ['Second', '2'],
    )
    assert.equal(await banner.evaluate(one => one.className), 'banner warning')
    await banner.getByRole('button', { name: 'Close' }).click()
    assert.equal(await banner.isVisible(), false)

    await withApi(page, `api.showAlert('info', 'Short', { autoHideMs: 5000 })`)
    await page.clock.runFor(4_900)
    assert.equal(await banner.isVisible(), true)
    await page.clock.runFor(200)
    assert.equal(await banner.isVisible(), false)
  })

  it('15: a type that is no string throws at the caller of showAlert', async () => {
    const { page } = await openProbe()
    assert.equal(
      await withApi(page, `let threw = false; try { api.showAlert(1, 'x') } catch { threw = true } threw`),
      true,
    )
  })

  it('15: an alert raised while the portal still loads waits for it', async () => {
    const early = {
      name: 'early',
      script: `api.register({ UiInit: () => api.showAlert('info', 'Early') }); api.ready()`,
    }
    const waiting = { name: 'waiting', script: `api.register({}); globalThis.start = () => api.ready()` }
    const { page } = await openPortal([early, waiting])
    await page.getByText('Waiting for waiting to start').waitFor()
    assert.equal(await page.getByRole('alert').filter({ hasText: 'Early' }).isVisible(), false)
    await page.waitForFunction(`document.querySelector('iframe[title=waiting]').contentWindow.start`)
    await page.evaluate(`document.querySelector('iframe[title=waiting]').contentWindow.start()`)
    await page.getByText('Early').waitFor()
  })

  it('reportFatalError shows in red', async () => {
    const { page } = await openProbe()
    await withApi(page, `api.reportFatalError('It broke')`)
    await page.locator('.banner.danger', { hasText: 'It broke' }).waitFor()
  })
})

describe('what plugins put above the page', () => {
  it('17: lies above dialogs and alerts from z-index 1100 on', async () => {
    const { page } = await openProbe()
    await withApi(page, `${show('Move', 'move')} api.showAlert('danger', 'Alert'); api.showToast('info', 'Toast')`)
    await page.locator('.toast').waitFor()
    const above = await page.evaluate(`(() => {
      const host = document.createElement('div')
      host.id = 'modal-of-a-plugin'
      host.style.cssText = 'position: absolute; width: 0; height: 0'
      const modal = document.createElement('div')
      modal.style.cssText = 'position: fixed; inset: 0; z-index: 1100; background: white'
      host.attachShadow({ mode: 'open' }).append(modal)
      document.body.append(host)
      const points = ['.masthead', '.menu', '.dialog', '.banner', '.toast']
      return points.filter(selector => {
        const { x, y, width, height } = document.querySelector(selector).getBoundingClientRect()
        return document.elementFromPoint(x + width / 2, y + height / 2) !== host
      })
    })()`)
    assert.deepEqual(above, [])
  })
})
