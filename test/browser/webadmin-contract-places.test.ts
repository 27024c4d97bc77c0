/** What UI plugins may rely on in the portal, clause by clause: places, dialogs, buttons, notifications. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { describe, it } from 'vitest'
import { openPortals } from './open-portals.ts'

const openPortal = openPortals()

/** Records each load of one of its pages, with the fragment. */
const pages = Object.fromEntries(
  ['one.html', 'two.html'].map(file => [file, `record('load', '${file}' + location.hash)`]),
)
const probe = (uiInit: string) => ({
  name: 'probe',
  script: `api.register({ UiInit() { ${uiInit} } }); api.ready()`,
  pages,
})
const ONE = 'plugin/probe/one.html'
const TWO = 'plugin/probe/two.html'

const hash = (page: Page) => page.evaluate<string>('location.hash')

/** Runs statements on the plugin's API in the portal page and answers with the last value. */
const withApi = <T>(page: Page, statements: string) =>
  page.evaluate<T>(`{ const api = pluginApi('probe'); ${statements} }`)

describe('places', () => {
  it('8: the last added menu place is the landing page; an unknown group keeps a place out of the menu only', async () => {
    const { page, recorded } = await openPortal([
      probe(`
        api.addPrimaryMenuPlace('First', 'first', '${ONE}', { priority: 0, defaultPlace: true })
        api.addSecondaryMenuPlace('compute', 'Second', 'second', '${ONE}')
        api.addSecondaryMenuPlace('no-such-group', 'Nowhere', 'nowhere', '${TWO}')`),
    ])
    await recorded('probe', 'load', 'two.html')
    assert.equal(await hash(page), '#nowhere')
    const menu = page.getByRole('navigation', { name: 'Main' })
    assert.equal(await menu.getByRole('link', { name: 'Nowhere' }).count(), 0)
    assert.equal(await menu.locator('.menu-items > li').first().textContent(), 'First')
    await menu.getByRole('link', { name: 'Second' }).click()
    await recorded('probe', 'load', 'one.html')
  })

  it('8: a group of its own takes entries; a group with a known id is ignored', async () => {
    const { page } = await openPortal([
      probe(`
        api.addPrimaryMenuContainer('Balance', 'balance', { priority: 1, icon: 'fa-balance-scale' })
        api.addPrimaryMenuContainer('Again', 'balance')
        api.addSecondaryMenuPlace('balance', 'Inside', 'inside', '${ONE}')`),
    ])
    await page.getByRole('button', { name: 'Balance' }).click()
    await page.getByRole('link', { name: 'Inside' }).waitFor()
    assert.equal(await page.getByRole('button', { name: 'Again' }).count(), 0)
  })

  it('9: the URL chooses the place, back and forward included; parameters are no part of the place', async () => {
    const { page, recorded } = await openPortal([probe(`api.addPrimaryMenuPlace('One', 'one', '${ONE}')`)], {
      hash: '#hosts;search=name%3Dhost1*',
    })
    const heading = (name: string) => page.getByRole('heading', { name }).waitFor()
    await heading('Hosts')
    assert.equal(await withApi(page, 'api.currentPlace()'), 'hosts')
    assert.equal(await page.getByRole('searchbox').inputValue(), 'name=host1*')

    await page.getByRole('link', { name: 'Clusters' }).click()
    await heading('Clusters')
    await page.goBack()
    await heading('Hosts')
    await page.goForward()
    await heading('Clusters')

    await page.evaluate(`location.hash = 'no-such-place;name=x'`)
    await recorded('probe', 'load', 'one.html')
    assert.equal(await hash(page), '#one')
    await page.goBack()
    await heading('Clusters')
  })

  it('10: the frame of a place is in the document only while shown, fills it, and loads anew on return', async () => {
    const { page, records, recorded } = await openPortal([probe(`api.addPrimaryMenuPlace('One', 'one', '${ONE}')`)])
    await recorded('probe', 'load', 'one.html')
    const fills = (innerHeight: number) =>
      page.waitForFunction(`(() => {
        const frame = document.querySelector('#content iframe').getBoundingClientRect()
        const main = document.querySelector('#content').getBoundingClientRect()
        return innerHeight === ${innerHeight} && frame.height === innerHeight - frame.top - 6 && frame.width === main.width
      })()`)
    await fills(900)
    await page.setViewportSize({ width: 1024, height: 768 })
    await fills(768)

    await page.getByRole('link', { name: 'Hosts' }).click()
    await page.getByRole('heading', { name: 'Hosts' }).waitFor()
    assert.equal(await page.locator('#content iframe').count(), 0)
    await page.getByRole('link', { name: 'One' }).click()
    await page.waitForFunction('records.length === 2')
    assert.deepEqual(await records(), Array(2).fill(['probe', 'load', 'one.html']))
  })

  it('10: an unload handler is set on the next attach, once', async () => {
    const { page, records, recorded } = await openPortal(
      [
        probe(`
          api.addPrimaryMenuPlace('One', 'one', '${ONE}')
          api.setPlaceUnloadHandler('one', () => record('unload'))`),
      ],
      { hash: '#hosts' },
    )
    await page.getByRole('heading', { name: 'Hosts' }).waitFor()
    const visit = async (loads: number) => {
      await page.getByRole('link', { name: 'One' }).click()
      await page.waitForFunction(`(globalThis.records ?? []).filter(([, what]) => what === 'load').length === ${loads}`)
      await page.getByRole('link', { name: 'Hosts' }).click()
      await page.getByRole('heading', { name: 'Hosts' }).waitFor()
    }
    await visit(1)
    await recorded('probe', 'unload')
    const after = (await records()).filter(([, what]) => what === 'unload').length
    await visit(2)
    assert.equal((await records()).filter(([, what]) => what === 'unload').length, after)
  })

  it('11: changes of places happen on a later task, additions at once', async () => {
    const { page, recorded } = await openPortal([probe('')], { hash: '#hosts' })
    await page.getByRole('heading', { name: 'Hosts' }).waitFor()
    const atOnce = await withApi(
      page,
      `
      const before = location.hash
      api.addPrimaryMenuPlace('One', 'one', '${ONE}')
      api.setPlaceContentUrl('one', '${TWO}')
      api.setSearchString('Vms: name = db*')
      api.revealPlace('one');
      [document.querySelector('.menu').textContent.includes('One'), location.hash === before]`,
    )
    assert.deepEqual(atOnce, [true, true])
    await recorded('probe', 'load', 'two.html')
    await page.getByRole('link', { name: 'Virtual Machines' }).click()
    assert.equal(await page.getByRole('searchbox').inputValue(), 'name = db*')
  })

  it('11: a search without the prefix of a list does nothing; a token is never read for parameters', async () => {
    const { page, recorded } = await openPortal([probe(`api.addPrimaryMenuPlace('One', 'one', '${ONE}')`)], {
      hash: '#hosts',
    })
    await page.getByRole('row', { name: 'host1.' }).waitFor()
    await withApi(page, `api.setSearchString('name = nothing'); api.revealPlace('hosts;search=x')`)
    await recorded('probe', 'load', 'one.html')
    await page.getByRole('link', { name: 'Hosts' }).click()
    await page.getByRole('row', { name: 'host1.' }).waitFor()
    assert.equal(await page.getByRole('searchbox').inputValue(), '')
  })

  it('a detail place is a tab, sorted by priority; closed, it is refused but its header stays', async () => {
    const { page, recorded } = await openPortal(
      [
        probe(`
          api.addPrimaryMenuPlace('One', 'one', '${ONE}')
          api.addDetailPlace('Cluster', 'Scheduling', 'cluster-scheduling', '${TWO}', { priority: 1 })
          api.addDetailPlace('Cluster', 'Last', 'cluster-last', '${TWO}')
          for (const type of ['Event', 'Errata', 'Nonsense']) api.addDetailPlace(type, 'Not', 'not-' + type, '${TWO}')`),
      ],
      { hash: '#clusters-general;name=Default' },
    )
    await page.getByRole('heading', { name: 'Default' }).waitFor()
    const tabs = page.getByRole('navigation', { name: 'Details' }).getByRole('link')
    assert.deepEqual(await tabs.allTextContents(), ['General', 'Scheduling', 'Hosts', 'Virtual Machines', 'Last'])
    await tabs.getByText('Scheduling').click()
    await recorded('probe', 'load', 'two.html')
    assert.equal(await hash(page), '#cluster-scheduling')
    assert.equal(await page.getByRole('heading', { name: 'Default' }).count(), 1)

    await withApi(page, `api.setPlaceAccessible('cluster-last', false)`)
    await tabs.getByText('Last').click()
    await recorded('probe', 'load', 'one.html')
    assert.equal(await hash(page), '#one')
    await page.evaluate(`location.hash = 'not-Event'`)
    await page.waitForFunction(`location.hash === '#one'`)
  })
})

describe('buttons', () => {
  it('13: ask isAccessible and isEnabled anew when the selection changes; only a false counts', async () => {
    const { page, recorded } = await openPortal(
      [
        probe(`
          const button = (label, options) => api.addMenuPlaceActionButton('Cluster', label, options)
          button('Explain', {
            id: 'Explain', index: 0,
            isEnabled: selected => selected.length === 1,
            onClick: (selected, main) => record('click', selected.map(({ name }) => name), main),
          })
          button('Hidden', { isAccessible: () => false })
          button('Only with some', { isAccessible: selected => selected.length > 0 })
          button('Undefined', { isEnabled: () => undefined, isAccessible: () => 0 })
          button('Throws', { isEnabled() { throw new Error('on purpose') }, onClick() { throw new Error('on purpose') } })
          button('Plain')
          button('In the menu', { moreMenu: true, onClick: () => record('menu') })
          button('First', { index: 0 })
          api.addMenuPlaceActionButton('Nonsense', 'Nowhere')`),
      ],
      { hash: '#clusters' },
    )
    const toolbar = page.getByRole('toolbar')
    const labels = () => toolbar.locator('.toolbar-buttons button:visible').allTextContents()
    await page.getByRole('row', { name: 'Default' }).waitFor()
    assert.deepEqual(await labels(), ['First', 'Explain', 'Undefined', 'Throws', 'Plain'])
    assert.equal(await page.locator('#clusters_Explain').isDisabled(), true)
    assert.equal(await toolbar.getByRole('button', { name: 'Undefined' }).isEnabled(), true)

    await page.getByRole('checkbox', { name: 'Select Default' }).click()
    await page.locator('#clusters_Explain:enabled').click()
    assert.deepEqual((await recorded('probe', 'click')).at(-1), ['probe', 'click', ['Default'], { id: '' }])
    assert.deepEqual(await labels(), ['First', 'Explain', 'Only with some', 'Undefined', 'Throws', 'Plain'])

    await toolbar.getByRole('button', { name: 'Throws' }).click()
    await toolbar.getByRole('button', { name: 'More actions' }).click()
    await toolbar.getByRole('button', { name: 'In the menu' }).click()
    await recorded('probe', 'menu')
    assert.deepEqual(await page.evaluate('standInPortal.pluginStates()'), { probe: 'in-use' })
  })

  it('13: on a detail tab get the object whose detail this is', async () => {
    const { page, recorded } = await openPortal(
      [
        probe(`api.addDetailPlaceActionButton('Cluster', 'Host', 'Explain', {
          onClick: (selected, main) => record('click', selected.map(({ name }) => name), main.name),
        })`),
      ],
      { hash: '#clusters-hosts;name=Default' },
    )
    await page.getByRole('checkbox', { name: 'Select host2' }).click()
    await page.getByRole('button', { name: 'Explain' }).click()
    assert.deepEqual((await recorded('probe', 'click')).at(-1), ['probe', 'click', ['host2'], 'Default'])
  })
})
