/**
 * A handful of screens in German, whose words are longer, at both sizes: nothing wider than its window, nothing that the edge of
 * its card cuts off, nothing that PatternFly says by itself in English. The pictures stay in `dist/screens-german/`.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FrameLocator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { german } from '../../ui-plugin/messages/german.ts'
import { hashOf, type View, views } from '../../ui-plugin/portal/page-address.ts'
import { fakePins, fakeTuning } from '../fakes/host-pins.ts'
import { fakeHosts } from '../fakes/watched-hosts.ts'
import { cutOff } from './cut-off.ts'
import type { DemoPage } from './demo-page.ts'
import { logIn, place } from './demo-portal.ts'
import { startDemo } from './start-demo.ts'
import { stubHosts, stubTuning } from './stub-hosts.ts'

const FOLDER = fileURLToPath(new URL('../../dist/screens-german', import.meta.url))
const usual = { width: 1440, height: 900 }
const smallest = { width: 1024, height: 768 }

const at = {} as DemoPage
beforeAll(async () => {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  at.demo = await startDemo('--start', '2026-03-02T09:00Z', '--hosts', '40')
  at.page = await logIn(at.demo.browser, at.demo.origin, 'admin@internal', 'admin', 'de_DE')
  at.scheduler = place(at.page, 'scheduler')
  await at.page.getByRole('link', { name: german['place.scheduler'], exact: true }).click()
})
afterAll(() => at.demo.stop())

describe('in German', () => {
  it.each(views)('%s', async view => {
    await show(view)
    await look(at.scheduler, view)
  })

  it('the details of a recommendation', async () => {
    await show('recommendations')
    await at.scheduler.getByRole('button', { name: german['recs.why'] }).first().click()
    await at.scheduler.getByRole('complementary').getByText(german['detail.values']).waitFor()
    await look(at.scheduler, 'recommendation')
  })

  it('the balance of a host', async () => {
    await stubHosts(at.page, () => fakeHosts(3, { cpus: 64 }))
    const pins = fakePins({ cores: 64, columns: 120, nowMs: Date.now() })
    await stubTuning(at.page, { tuning: () => fakeTuning(Date.now()), pins: () => pins })
    await show('overview')
    await show('hosts')
    await at.scheduler.getByRole('button', { name: /^Details.* host3$/ }).click()
    const panel = at.scheduler.locator('.host-panel')
    await panel.getByText(german['pinVcpus.title'], { exact: true }).waitFor()
    for (const title of ['hostModes.title', 'balance.memory', 'pinSection.title', 'pinMoves.proposed'] as const) {
      await panel.getByRole('heading', { name: german[title], exact: true }).evaluate(node => node.scrollIntoView())
      await look(at.scheduler, title)
    }
    // Sentences of the service too: what is left of them in English says "the".
    expect((await panel.innerText()).match(/.* the .*/g) ?? []).toEqual([])
    await at.page.unrouteAll()
  })

  it('the tab of a cluster', async () => {
    const frame = place(at.page, 'cluster-scheduling')
    await at.page.getByRole('link', { name: 'Clusters' }).first().click()
    await at.page.locator('main, #content, body').getByRole('link', { name: 'Default', exact: true }).first().click()
    await at.page.getByRole('link', { name: german['place.scheduling'], exact: true }).click()
    await frame.getByText(german['policy.card']).waitFor()
    await look(frame, 'cluster')
  })
})

async function show(view: View): Promise<void> {
  const hash = hashOf({ page: 'scheduler', view })
  await at.scheduler.locator('.view-tabs').evaluate((_node, to) => {
    window.location.hash = to
  }, hash)
  await at.scheduler.locator('.view-tabs [aria-current="page"]').getByText(german[`views.${view}`]).waitFor()
  // Several cards of a part may load side by side.
  await expect.poll(() => at.scheduler.locator('.page-loading').count(), { timeout: 20_000 }).toBe(0)
}

async function look(frame: FrameLocator, name: string): Promise<void> {
  const body = frame.locator('.page-body').first()
  for (const size of [usual, smallest]) {
    await at.page.setViewportSize(size)
    await at.page.screenshot({ path: join(FOLDER, `${name}-${size.width}.png`), animations: 'disabled' })
    await expect.poll(() => body.evaluate(node => node.scrollWidth - node.clientWidth)).toBe(0)
    await expect.poll(() => body.evaluate(cutOff)).toEqual([])
  }
  await at.page.setViewportSize(usual)
  expect(await frame.locator('body').evaluate(saidByPatternFly)).toEqual([])
}

/** Runs in the page: what PatternFly gives to those who hear the page, where nobody gave it other words. */
function saidByPatternFly(body: Element): string[] {
  const english =
    /^(Close|Loading|Resize|Select (row|all)|(Info|Success|Warning|Danger|Custom) alert|\w+ status:?$|Menu|Scroll|Minus|Plus|Reset|Next|Previous)/
  const heard = [...body.querySelectorAll('[aria-label], [aria-valuetext], [title]')].flatMap(node =>
    ['aria-label', 'aria-valuetext', 'title'].map(name => node.getAttribute(name) ?? ''),
  )
  const hidden = [...body.querySelectorAll('[class$="screen-reader"], .pf-v6-c-alert__title > span')].map(
    node => node.textContent ?? '',
  )
  return [...new Set([...heard, ...hidden])].filter(text => english.test(text.trim()))
}
