import type { Page, Route } from 'playwright-core'
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
