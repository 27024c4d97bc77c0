/** The balance of a host in the portal: made-up hosts of every size, and the demo's own. */
import { describe, expect, it } from 'vitest'
import type { HostTuning } from '../../shared/api/tuning.ts'
import { fakePins, fakeTuning } from '../fakes/host-pins.ts'
import { fakeHosts } from '../fakes/watched-hosts.ts'
import { cutOff } from './cut-off.ts'
import { demoPage } from './demo-page.ts'
import { axeViolations, openView } from './demo-portal.ts'
import { stubHosts, stubTuning } from './stub-hosts.ts'

const at = demoPage('--scenario', 'host-tuning')
const nowMs = Date.UTC(2026, 2, 2, 9)

const panel = () => at.scheduler.getByRole('complementary', { name: /^Host/ })
const map = () => panel().getByRole('group', { name: /^Load of the cores of/ })
const tip = () => map().locator('.heat-tip')
const within = { timeout: 60_000 }

async function openHost(name: string): Promise<void> {
  await openView(at.scheduler, 'Overview')
  await at.scheduler.getByRole('heading', { name: 'Self-check' }).waitFor()
  await openView(at.scheduler, 'Hosts')
  await at.scheduler.getByRole('button', { name: `Details of ${name}`, exact: true }).click()
  await map().waitFor(within)
}

const close = async () => {
  await panel().getByRole('button', { name: 'Close the details of the host' }).click()
  await panel().waitFor({ state: 'detached' })
}

/** How much wider the panel is than what is seen of it. */
const beyond = () => at.scheduler.locator('.host-panel').evaluate(node => node.scrollWidth - node.clientWidth)

/** How many colours the map has, in the whole and in its last column. */
const colours = () =>
  map()
    .locator('canvas')
    .evaluate(node => {
      const canvas = node as HTMLCanvasElement
      const context = canvas.getContext('2d')
      const of = (x: number) => {
        const { data = [] } = context?.getImageData(x, 0, canvas.width - x, canvas.height) ?? {}
        const seen = new Set<number>()
        for (let at = 0; at < data.length; at += 4) seen.add(((data[at] ?? 0) << 8) + (data[at + 2] ?? 0))
        return seen.size
      }
      return { all: of(0), after: of(canvas.width - 8) }
    })

describe.each([4, 64, 256])('a host of %i cores', cores => {
  it('has its map at both sizes, light and dark, with nothing cut off and nothing that axe finds broken', async () => {
    const pins = fakePins({ cores, columns: cores === 4 ? 9 : 120, nowMs })
    await stubHosts(at.page, () => fakeHosts(3, { nowMs, cpus: cores }))
    await stubTuning(at.page, { tuning: () => fakeTuning(nowMs), pins: () => pins })
    await openHost('host3')
    for (const colorScheme of ['light', 'dark'] as const) {
      await at.page.emulateMedia({ colorScheme })
      for (const size of [
        { width: 1440, height: 900 },
        { width: 1024, height: 768 },
      ]) {
        await at.page.setViewportSize(size)
        await expect.poll(beyond).toBe(0)
        await expect.poll(() => at.scheduler.locator('.page-body').first().evaluate(cutOff)).toEqual([])
      }
      await at.page.setViewportSize({ width: 1440, height: 900 })
      // Uneven now, even after all moves.
      await expect.poll(async () => (await colours()).all).toBeGreaterThan(5)
      expect((await colours()).after).toBeLessThan(5)
      expect(await axeViolations(at.scheduler)).toEqual([])
    }
    await at.page.emulateMedia({ colorScheme: 'light' })
  })

  it('tells each cell by pointer and by keyboard', async () => {
    await map().focus()
    await at.page.keyboard.press('ArrowDown')
    await expect.poll(() => tip().textContent()).toMatch(/^Now, CPU 0(, 256)?: \d+.%, \d+ vCPUs?: \w+-\d+\/\d \(/)
    await at.page.keyboard.press('ArrowLeft')
    await expect.poll(() => tip().textContent()).toMatch(/ (AM|PM), CPU 0(, 256)?: \d+.%, \d+ vCPUs?$/)
    await at.page.keyboard.press('End')
    await expect.poll(() => tip().textContent()).toMatch(/^After, CPU 0/)
    expect(await axeViolations(at.scheduler)).toEqual([])
    // The first Escape takes away what is told, the panel stays.
    await at.page.keyboard.press('Escape')
    await tip().waitFor({ state: 'detached' })
    const box = await map().boundingBox()
    await map().hover({ position: { x: (box?.width ?? 0) - 10, y: (box?.height ?? 0) - 2 } })
    await expect.poll(() => tip().textContent()).toMatch(new RegExp(`^After, CPU ${cores - 1}`))
    await panel().getByRole('button', { name: 'Show as a table' }).click()
    await panel().getByRole('grid', { name: 'Load of cores' }).waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
    await close()
    await at.page.unrouteAll()
  })
})

describe('all that was changed on a host', () => {
  it('goes back when that is wanted, and what is left is told until nothing is', async () => {
    let tuning: HostTuning = fakeTuning(nowMs)
    const asked: unknown[] = []
    await stubHosts(at.page, () => fakeHosts(3, { nowMs }))
    await stubTuning(at.page, {
      tuning: () => tuning,
      pins: () => fakePins({ cores: 4, columns: 9, nowMs }),
      put(body) {
        asked.push(body)
        const { saved, touched } = tuning
        tuning = fakeTuning(nowMs, {
          ...(saved && { saved: { ...saved, atMs: nowMs, modes: body.modes ?? {} } }),
          touched: touched.slice(0, 1),
        })
      },
    })
    await openHost('host3')
    await panel().getByRole('button', { name: 'Give everything back' }).focus()
    await at.page.keyboard.press('Enter')
    const dialog = at.scheduler.getByRole('dialog', { name: 'Give back everything on host3?' })
    await dialog.getByText('db-01: pins and balloon').waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
    // Escape leaves the dialog alone, not the panel too.
    await at.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await panel().getByRole('button', { name: 'Give everything back' }).click()
    await dialog.getByRole('button', { name: 'Give everything back' }).click()
    await panel().getByText('It is being given back, 1 is left: The host itself: KSM.').waitFor()
    expect(asked).toEqual([{ modes: { mode: 'observe', pinning: 'observe' }, seenAtMs: nowMs - 7_200_000 }])
    tuning = { ...tuning, touched: [] }
    await panel().getByText('Everything is as it was found.').waitFor(within)
    await close()
    await at.page.unrouteAll()
  })
})

describe('the pins of the demo’s own hosts', () => {
  it('are tried out on one host, wholly by keyboard', async () => {
    await openHost('host1')
    const pins = panel().getByRole('combobox', { name: 'Pins on host1' })
    await pins.focus()
    // From "as its cluster" past off and observe.
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Tab', 'Enter']) await at.page.keyboard.press(key)
    await panel()
      .getByText(/^Set for this host alone by admin@internal-authz/)
      .waitFor()
    await panel().getByText('Each round decides which vCPU would be pinned where; nothing is touched.').waitFor(within)
    await panel().locator('.pin-standing').waitFor()
    expect(await axeViolations(at.scheduler)).toEqual([])
    await panel().getByRole('button', { name: 'Back to the modes of the cluster' }).click()
    await panel().getByText('As the cluster Default.').waitFor()
  })
})
