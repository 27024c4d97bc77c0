import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import type { PageName } from '../../ui-plugin/portal/page-address.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** A page of the demo's portal, logged in. */
export async function logIn(
  browser: Browser,
  origin: string,
  user = 'admin@internal',
  password = 'admin',
  locale?: string,
): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  page.setDefaultTimeout(40_000)
  await page.goto(`${origin}/ovirt-engine/webadmin/${locale === undefined ? '' : `?locale=${locale}`}`)
  await page.getByLabel('User').fill(user)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  return page
}

/** A place of our plugin in the portal. */
export const place = (page: Page, name: PageName): FrameLocator => page.frameLocator(`iframe[src*="page=${name}"]`)

/** Goes to a part of the scheduler's page by its tab, whatever count stands beside its name. */
export const openView = (scheduler: FrameLocator, name: string): Promise<void> =>
  scheduler
    .getByRole('navigation', { name: 'Parts of the scheduler' })
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .click()

/** The rule ids that axe finds broken in a place of ours. */
export async function axeViolations(frame: FrameLocator): Promise<string[]> {
  return frame.locator('body').evaluate(async (body, source) => {
    const view = body.ownerDocument.defaultView as unknown as {
      eval(code: string): void
      axe: { run(node: Node): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    // What fades in is pale for a moment, and axe would measure that. Spinners go on for ever.
    for (let frame = 0; frame < 120; frame++) {
      const isMoving = ({ playState, effect }: Animation) =>
        playState === 'running' && effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY
      const menus = [...body.querySelectorAll('[data-popper-placement]')]
      const isPale = menus.some(menu => getComputedStyle(menu).opacity !== '1')
      if (!isPale && !body.ownerDocument.getAnimations().some(isMoving)) break
      await new Promise(requestAnimationFrame)
    }
    view.eval(source)
    const { violations } = await view.axe.run(body.ownerDocument)
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  }, axeSource)
}
