import type { Browser } from 'playwright-core'
import { startProcess } from '../scenarios/start-process.ts'
import { launchChromium } from './chromium.ts'

export const DEMO_SEED = 7

/** The demo on free ports and from the same seed each time, and a browser to look at it. */
export async function startDemo(...options: readonly string[]): Promise<{
  readonly origin: string
  readonly browser: Browser
  stop(): Promise<void>
}> {
  const always = ['--port', '0', '--xmlrpc-port', '0', '--seed', String(DEMO_SEED)]
  const [demo, browser] = await Promise.all([
    startProcess(['demo', ...always, ...options], /Portal +(http:\/\/[^/]+)[\s\S]*Ready/),
    launchChromium(),
  ])
  return {
    origin: demo.match[1] ?? '',
    browser,
    async stop() {
      await browser.close()
      await demo.stop()
    },
  }
}
