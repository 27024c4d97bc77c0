/**
 * Every screen with 0, 3, 40 and 400 hosts, light and dark, at both sizes: nothing that axe finds broken, nothing wider than
 * its window. The pictures stay in `dist/screens/`, with a page to leaf through them.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contactSheet, type Picture } from './contact-sheet.ts'
import { cutOff } from './cut-off.ts'
import { demoPage } from './demo-page.ts'
import { axeViolations } from './demo-portal.ts'
import { frameOf, type Screen, screens, screensOfHost, screensOfPlan, screensWithHosts } from './screens.ts'

const FOLDER = fileURLToPath(new URL('../../dist/screens', import.meta.url))

const usual = { width: 1440, height: 900 }
const smallest = { width: 1024, height: 768 }
const schemes = ['light', 'dark'] as const
/** A busy machine takes a while to lay out 400 hosts anew. */
const settled = { timeout: 30_000 }

const pictures: Picture[] = []

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
})
afterAll(() => writeFileSync(join(FOLDER, 'index.html'), contactSheet(pictures)))

describe.each([
  { hosts: 0, options: [] },
  { hosts: 3, options: [] },
  { hosts: 40, options: [] },
  { hosts: 400, options: ['--scenario', 'big'] },
])('with $hosts hosts', ({ hosts, options }) => {
  const at = demoPage('--hosts', String(hosts), ...options)
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
    for (const colorScheme of schemes) {
      await at.page.emulateMedia({ colorScheme })
      for (const size of [usual, smallest]) {
        await at.page.setViewportSize(size)
        const body = frame.locator('.page-body').first()
        await expect.poll(() => body.evaluate(node => node.scrollWidth - node.clientWidth), settled).toBe(0)
        await expect.poll(() => body.evaluate(cutOff), settled).toEqual([])
        const file = `${hosts}-${screen.name}-${colorScheme}-${size.width}.png`
        await at.page.screenshot({ path: join(FOLDER, file), animations: 'disabled' })
        pictures.push({ file, hosts, screen: screen.name, scheme: colorScheme, width: size.width })
      }
      expect(await axeViolations(frame)).toEqual([])
    }
    await at.page.emulateMedia({ colorScheme: 'light' })
    await at.page.setViewportSize(usual)
  })
})
