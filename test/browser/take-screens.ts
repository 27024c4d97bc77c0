import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { contactSheet, pictureFile } from './contact-sheet.ts'
import { cutOff } from './cut-off.ts'
import { demoPage } from './demo-page.ts'
import { axeViolations } from './demo-portal.ts'
import { frameOf, type Screen, screens, screensOfHost, screensOfPlan, screensWithHosts } from './screens.ts'

const FOLDER = fileURLToPath(new URL('../../dist/screens', import.meta.url))

const usual = { width: 1440, height: 900 }
const smallest = { width: 1024, height: 768 }
/** Colours are the same however many hosts there are: the dark ones are looked at with 40, and with all where `SCREENS=all` says so. */
const schemesWith = (hosts: number) =>
  hosts === 40 || process.env.SCREENS === 'all' ? (['light', 'dark'] as const) : (['light'] as const)
/** A busy machine takes a while to lay out 400 hosts anew. */
const settled = { timeout: 30_000 }

/**
 * Every screen with so many hosts, at both sizes: nothing that axe finds broken, nothing wider than its window. The
 * pictures stay in `dist/screens/`, with a page to leaf through them. To be called within a `describe`.
 */
export function takeScreens(hosts: number, ...options: readonly string[]): void {
  const at = demoPage('--hosts', String(hosts), ...options)
  beforeAll(() => {
    mkdirSync(FOLDER, { recursive: true })
    for (const old of globSync(`${hosts}-*.png`, { cwd: FOLDER })) rmSync(join(FOLDER, old))
  })
  afterAll(() => writeFileSync(join(FOLDER, 'index.html'), contactSheet(globSync('*.png', { cwd: FOLDER }))))

  const shown = [
    ...screens,
    ...(hosts > 0 ? screensWithHosts : []),
    // What one host tells is the same beside many others.
    ...(hosts > 0 && hosts < 400 ? screensOfHost : []),
    ...(hosts === 40 ? screensOfPlan : []),
  ]

  it.each(shown)('$name', async (screen: Screen) => {
    const frame = frameOf(at.page, screen)
    await screen.open({ page: at.page, frame, origin: at.demo.origin, hosts })
    for (const colorScheme of schemesWith(hosts)) {
      await at.page.emulateMedia({ colorScheme })
      for (const size of [usual, smallest]) {
        await at.page.setViewportSize(size)
        const body = frame.locator('.page-body').first()
        await expect.poll(() => body.evaluate(node => node.scrollWidth - node.clientWidth), settled).toBe(0)
        await expect.poll(() => body.evaluate(cutOff), settled).toEqual([])
        const file = pictureFile({ hosts, screen: screen.name, scheme: colorScheme, width: size.width })
        await at.page.screenshot({ path: join(FOLDER, file), animations: 'disabled' })
      }
      expect(await axeViolations(frame)).toEqual([])
    }
    await at.page.emulateMedia({ colorScheme: 'light' })
    await at.page.setViewportSize(usual)
  })
}
