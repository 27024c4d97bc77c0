/**
 * The portal in headless Chromium against the demo, which runs beside it on the same machine: how soon the first screen shows
 * everything, how still it stands while its figures change, and how evenly it scrolls: `npm run --silent bench -- portal [--hosts 40,400]
 * [--recommendations 10000] [--rounds N] [--json]`. Up to 40 hosts are the scenario of the demo, more are `big`. Exit code 1: the median of a first screen is over
 * 1 s at 40 hosts or 2 s at 400, something shifts, or fewer than 50 frames a second while scrolling.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Frame, Page } from 'playwright-core'
import { logIn, openView, place } from '../browser/demo-portal.ts'
import { DEMO_SEED, startDemo } from '../browser/start-demo.ts'
import { writeOpenPlans } from '../fakes/open-plans.ts'
import { fiveDigits, positive, printRow } from './arguments.ts'

const BUDGET_MS = { few: 1000, many: 2000 }
const MANY_HOSTS = 41
const FRAMES_PER_SECOND = 50
const SCROLL_MS = 2000
/** Some refreshes of the demo, and the layout shift score that a reader would call still. */
const WATCHED_MS = 15_000
const STILL = 0.01
const PER_PAGE = 100

const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '40,400' },
    recommendations: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '9' },
    json: { type: 'boolean', default: false },
  },
})
const [rounds, recommendations] = [
  positive('rounds', values.rounds),
  positive('recommendations', values.recommendations),
]

for (const hosts of values.hosts.split(',').map(text => positive('hosts', text))) {
  const isMany = hosts >= MANY_HOSTS
  await withPage(['--hosts', String(hosts), ...(isMany ? ['--scenario', 'big'] : [])], async page => {
    await firstScreen(page)
    const first: number[] = []
    for (let round = 0; round < rounds; round++) first.push(await firstScreen(page))
    const medianMs = first.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN
    report({ hosts, what: 'first screen', medianMs, worstMs: Math.max(...first), rounds })
    if (medianMs > (isMany ? BUDGET_MS.many : BUDGET_MS.few)) process.exitCode = 1
    const shift = await schedulerFrame(page).evaluate(shifted, WATCHED_MS)
    report({ hosts, what: 'layout shift', score: shift, seconds: WATCHED_MS / 1000 })
    if (shift > STILL) process.exitCode = 1
    await scrollView(page, { hosts, what: 'scrolling Overview' })
  })
}

const data = mkdtempSync(join(tmpdir(), 'portal-'))
await writeOpenPlans(data, { count: recommendations, seed: DEMO_SEED })
await withPage(['--data', data], async page => {
  const scheduler = place(page, 'scheduler')
  await scheduler.locator('.host-bars').waitFor()
  const startedMs = performance.now()
  await openView(scheduler, 'Recommendations')
  await scheduler.getByText(/ of [\d,]+ shown$/).waitFor()
  report({ recommendations, what: 'opening Recommendations', ms: performance.now() - startedMs })
  await scheduler
    .getByRole('button', { name: /^1 - 20|20/ })
    .last()
    .click()
  await scheduler.getByRole('menuitem', { name: new RegExp(`^${PER_PAGE}`) }).click()
  await scrollView(page, { recommendations, what: `scrolling ${PER_PAGE} Recommendations` })
})
rmSync(data, { recursive: true })

async function withPage(options: readonly string[], work: (page: Page) => Promise<void>): Promise<void> {
  const demo = await startDemo(...options)
  try {
    await work(await logIn(demo.browser, demo.origin))
  } finally {
    await demo.stop()
  }
}

async function scrollView(page: Page, row: Readonly<Record<string, string | number>>): Promise<void> {
  const figures = await schedulerFrame(page).evaluate(scroll, SCROLL_MS)
  report({ ...row, ...figures })
  if (figures.framesPerSecond < FRAMES_PER_SECOND) process.exitCode = 1
}

function report(row: Readonly<Record<string, string | number>>): void {
  printRow({ bench: 'portal', ...fiveDigits(row) }, values.json)
}

/**
 * Milliseconds from the click in the portal's menu until the overview has drawn the hosts and nothing is loading any more. The
 * frame is made anew by every click, and what it loads is revalidated, as in the engine's portal.
 */
async function firstScreen(page: Page): Promise<number> {
  await page.getByRole('link', { name: 'Virtual Machines' }).first().click()
  const menu = page.getByRole('link', { name: 'Scheduler', exact: true })
  const clickedAt = await menu.evaluate(link => {
    const atMs = performance.timeOrigin + performance.now()
    ;(link as HTMLElement).click()
    return atMs
  })
  await place(page, 'scheduler').locator('.page-body').waitFor()
  return (await schedulerFrame(page).evaluate(shownAt)) - clickedAt
}

function schedulerFrame(page: Page): Frame {
  const frame = page.frames().find(one => one.url().includes('page=scheduler'))
  if (frame === undefined) throw new Error('The portal has no frame of ours.')
  return frame
}

/** Runs in the page: when everything was there, in milliseconds since 1970, to the frame. */
function shownAt(): Promise<number> {
  return new Promise(resolve => {
    const look = () => {
      const isShown =
        document.querySelector('.host-bars') !== null && document.querySelector('.pf-v6-c-spinner') === null
      if (isShown) resolve(performance.timeOrigin + performance.now())
      else requestAnimationFrame(look)
    }
    look()
  })
}

/** Runs in the page: the sum of what the browser counts as shifts of layout from now on. */
function shifted(durationMs: number): Promise<number> {
  return new Promise(resolve => {
    let sum = 0
    const observer = new PerformanceObserver(list => {
      for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value
    })
    observer.observe({ type: 'layout-shift' })
    setTimeout(() => {
      observer.disconnect()
      resolve(sum)
    }, durationMs)
  })
}

/** Runs in the page: scrolls it down and up as fast as a wheel does, and counts frames. */
function scroll(durationMs: number): Promise<{ framesPerSecond: number; longestMs: number; scrolledPx: number }> {
  const tallest = [...document.querySelectorAll('*')].reduce((best, node) =>
    node.scrollHeight - node.clientHeight > best.scrollHeight - best.clientHeight &&
    ['auto', 'scroll'].includes(getComputedStyle(node).overflowY)
      ? node
      : best,
  )
  const pxPerMs = 2
  return new Promise(resolve => {
    const frames: number[] = []
    let direction = 1
    let scrolledPx = 0
    const step = (now: number) => {
      const last = frames.at(-1) ?? now
      frames.push(now)
      const before = tallest.scrollTop
      tallest.scrollTop += direction * pxPerMs * (now - last)
      scrolledPx += Math.abs(tallest.scrollTop - before)
      if (tallest.scrollTop === before && now > last) direction = -direction
      const first = frames[0] ?? now
      if (now - first < durationMs) return void requestAnimationFrame(step)
      const gaps = frames.slice(1).map((at, index) => at - (frames[index] ?? at))
      return resolve({
        framesPerSecond: (1000 * gaps.length) / (now - first),
        longestMs: Math.max(...gaps),
        scrolledPx,
      })
    }
    requestAnimationFrame(step)
  })
}
