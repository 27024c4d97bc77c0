import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { bundlePortalPage } from './bundle-portal-page.ts'
import { launchChromium } from './chromium.ts'
import type { FixturePlugin } from './fixture-plugin.ts'
import { type PortalStage, type StageOptions, stagePortal } from './portal-stage.ts'

/** For a test file: one browser and one build of the page; each test opens portals of its own, closed after it. */
export function openPortals(): (
  plugins: readonly FixturePlugin[],
  options?: Partial<StageOptions>,
) => Promise<PortalStage> {
  let browser: Browser
  let bundleDir: string
  let stages: PortalStage[] = []

  beforeAll(async () => {
    bundleDir = mkdtempSync(join(tmpdir(), 'portal-page-'))
    await bundlePortalPage(bundleDir)
    browser = await launchChromium()
  })
  afterEach(async () => {
    await Promise.all(stages.map(stage => stage.close()))
    stages = []
  })
  afterAll(async () => {
    await browser.close()
    rmSync(bundleDir, { recursive: true, force: true })
  })

  return async (plugins, options = {}) => {
    const stage = await stagePortal(browser, plugins, { bundleDir, ...options })
    stages.push(stage)
    return stage
  }
}
