import type { Page, Route } from 'playwright-core'
import type { HostPins } from '../../shared/api/pins.ts'
import type { HostTuning, SetHostModes } from '../../shared/api/tuning.ts'
import type { FakeHosts } from '../fakes/watched-hosts.ts'

const API = '**/ovirt-scheduler/api/v1'

/** The page is told of these hosts in place of the demo's. Asked anew for each request. */
export async function stubHosts(page: Page, hosts: () => FakeHosts): Promise<void> {
  await page.route(`${API}/hosts`, route => route.fulfill({ json: hosts().list }))
  await page.route(`${API}/hosts/*`, (route: Route) => {
    const id = new URL(route.request().url()).pathname.split('/').at(-1) ?? ''
    const detail = hosts().detail(id)
    return detail === undefined
      ? route.fulfill({
          status: 404,
          json: {
            code: 'not-found',
            message: `The engine has no host ${id}.`,
            fix: 'Look it up in the list.',
            requestId: 'r1',
          },
        })
      : route.fulfill({ json: detail })
  })
}

/** How one of these hosts is tuned and where its vCPUs run. `put`: told of what is set; the answer is what `tuning` says after it. */
export async function stubTuning(
  page: Page,
  told: Readonly<{ tuning: () => HostTuning; pins: () => HostPins; put?: (asked: SetHostModes) => void }>,
): Promise<void> {
  await page.route(`${API}/hosts/*/tuning`, route => {
    if (route.request().method() === 'PUT') told.put?.(route.request().postDataJSON() as SetHostModes)
    return route.fulfill({ json: told.tuning() })
  })
  await page.route(`${API}/hosts/*/pins`, route => route.fulfill({ json: told.pins() }))
  await page.route(`${API}/hosts/*/history`, route => route.fulfill({ json: { figures: [] } }))
}
