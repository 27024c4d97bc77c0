import type { FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { logIn, place } from './demo-portal.ts'
import { startDemo } from './start-demo.ts'

/** Filled before the first test of a file. */
export type DemoPage = { demo: Awaited<ReturnType<typeof startDemo>>; page: Page; scheduler: FrameLocator }

/** The demo and a page of its portal, logged in, for all tests of a file. */
export function demoPage(...options: readonly string[]): DemoPage {
  const at = {} as DemoPage
  beforeAll(async () => {
    at.demo = await startDemo('--start', '2026-03-02T09:00Z', ...options)
    at.page = await logIn(at.demo.browser, at.demo.origin)
    at.scheduler = place(at.page, 'scheduler')
  })
  afterAll(() => at.demo.stop())
  return at
}

/** Our tab of an entity, from the portal's list. */
export async function openTab(page: Page, list: string, entity: string): Promise<void> {
  await page.getByRole('link', { name: list }).first().click()
  await page.getByRole('link', { name: entity, exact: true }).first().click()
  await page.getByRole('link', { name: 'Scheduling', exact: true }).click()
}
