/** The stand-in portal as its user meets it. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { describe, it } from 'vitest'
import { openPortals } from './open-portals.ts'

const openPortal = openPortals()

const rowsOf = (page: Page) => page.locator('tbody tr')

describe('logging in', () => {
  it('says why a password is refused, then lets in, and asks again after logging out', async () => {
    const { page } = await openPortal([], { loggedIn: false, hash: '#hosts' })
    await page.getByLabel('Password').fill('wrong')
    await page.keyboard.press('Enter')
    await page.getByText('The user name or password is incorrect').waitFor()
    await page.getByLabel('Password').fill('admin')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Hosts' }).waitFor()
    await page.getByText('admin@internal-authz').waitFor()
    await page.getByText('Simulated engine', { exact: true }).waitFor()

    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByLabel('Password').waitFor()
    assert.equal(await page.evaluate(`typeof globalThis.pluginApi`), 'undefined')
  })

  it('is not for users who administer nothing', async () => {
    const { page } = await openPortal([], { loggedIn: false })
    await page.getByLabel('User').fill('user@internal')
    await page.getByLabel('Password').fill('user')
    await page.keyboard.press('Enter')
    await page.getByText('not permitted to use the Administration Portal').waitFor()
  })

  it('asks again when the session has ended', async () => {
    const { page } = await openPortal([], { hash: '#vms' })
    await rowsOf(page).first().waitFor()
    await page.evaluate('standInPortal.expireToken()')
    await page.getByText('Your session has ended').waitFor()
    await page.getByLabel('Password').fill('admin')
    await page.keyboard.press('Enter')
    await rowsOf(page).first().waitFor()
  })
})

describe('lists', () => {
  it('show a migration from its start to the new host', async () => {
    const { page, world } = await openPortal([], { hash: '#vms' })
    const vm = [...world.state.vms.values()].find(
      ({ status, id }) => status === 'up' && world.migrationTargets([id]).length > 0,
    )
    assert.ok(vm?.hostId)
    const [target] = world.migrationTargets([vm.id])
    const [from, to] = [vm.hostId, target ?? ''].map(id => world.state.hosts.get(id)?.name)
    const row = rowsOf(page).filter({ has: page.getByRole('link', { name: vm.name, exact: true }) })
    await row.getByRole('link', { name: from ?? '', exact: true }).waitFor()

    await world.migrateVm(vm.id, { hostId: target ?? '' }, { userId: undefined, correlationId: 'watch' })
    world.advance(4_000)
    await row.getByText('Migrating').waitFor()
    await row.getByText(/^\d+(\.\d)? %$/).waitFor()
    for (let rounds = 0; vm.status !== 'up' && rounds < 1_000; rounds += 1) world.advance(10_000)
    await row.getByText(`moved from ${from}`).waitFor()
    await row.getByRole('link', { name: to ?? '', exact: true }).waitFor()
    await row.getByText(/Up$/).waitFor()
  })

  it('page through more than fits, and search', async () => {
    const { page } = await openPortal([], { hash: '#vms', scenario: 'balanced', hosts: 20, vms: 250 })
    await page.getByText('1–100').waitFor()
    const first = await rowsOf(page).first().textContent()
    for (const range of ['101–200', '201–250']) {
      await page.getByRole('button', { name: 'Next' }).click()
      await page.getByText(range).waitFor()
    }
    assert.equal(await page.getByRole('button', { name: 'Next' }).isDisabled(), true)
    assert.notEqual(await rowsOf(page).first().textContent(), first)

    await page.getByRole('searchbox').fill('name=no-such-vm')
    await page.keyboard.press('Enter')
    await page.getByText('No virtual machines match “name=no-such-vm”.').waitFor()
    assert.equal(await page.evaluate('location.hash'), '#vms;search=name%3Dno-such-vm')
  })

  it('say that the engine does not answer, keep what they have, and recover', async () => {
    const { page, url } = await openPortal([], { hash: '#hosts' })
    await rowsOf(page).first().waitFor()
    const engine = (down: boolean) =>
      fetch(`${url}/sim/v1/faults`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ kind: 'down', down }),
      })
    await engine(true)
    await page.getByText('What you see is older').waitFor()
    assert.ok((await rowsOf(page).count()) > 0)
    await engine(false)
    await page
      .getByText('What you see is older')
      .waitFor({ state: 'detached' })
      .catch(() => undefined)
    await page.waitForFunction(`document.querySelector('.notice').textContent === ''`)
  })

  it('show what the engine says when it refuses an action', async () => {
    const { page, world } = await openPortal([], { hash: '#vms' })
    const vm = [...world.state.vms.values()].find(({ status }) => status === 'up')
    assert.ok(vm)
    world.faults.refuseMigrations({ vmId: vm.id }, 'There is no host that satisfies current scheduling constraints.')
    await page.getByRole('checkbox', { name: `Select ${vm.name}`, exact: true }).click()
    await page.getByRole('button', { name: 'Migrate' }).click()
    await page.getByRole('alert').getByText('There is no host that satisfies').waitFor()
  })

  it('select with the keyboard, a click, Ctrl and Shift', async () => {
    const { page } = await openPortal([], { hash: '#hosts' })
    const selected = () =>
      page.locator('tbody tr.selected').evaluateAll(rows => rows.map(row => row.querySelector('a')?.textContent))
    const cell = (index: number) => rowsOf(page).nth(index).locator('td').nth(2)
    const names = async (...indexes: number[]) =>
      Promise.all(indexes.map(index => rowsOf(page).nth(index).locator('a').first().textContent()))
    await cell(0).click()
    assert.deepEqual(await selected(), await names(0))
    await cell(2).click({ modifiers: ['Shift'] })
    assert.deepEqual(await selected(), await names(0, 1, 2))
    await cell(1).click({ modifiers: ['ControlOrMeta'] })
    assert.deepEqual(await selected(), await names(0, 2))
    await rowsOf(page).nth(1).getByRole('checkbox').focus()
    await page.keyboard.press('Space')
    assert.deepEqual(await selected(), await names(0, 1, 2))
  })
})

describe('details', () => {
  it('open from a list and from a link that names the object', async () => {
    const { page } = await openPortal([], { hash: '#hosts' })
    await page.getByRole('link', { name: 'host1', exact: true }).click()
    await page.getByRole('heading', { name: 'host1', exact: true }).waitFor()
    await page.getByText('host1.').waitFor()
    await page.evaluate(`location.hash = 'clusters-general;name=Default'`)
    await page.getByRole('heading', { name: 'Default' }).waitFor()
    await page.getByText('Scheduling policy').waitFor()
    await page.evaluate(`location.hash = 'hosts-general;name=no-such-host'`)
    await page.getByRole('heading', { name: 'No host is selected' }).waitFor()
  })
})

describe('accessibility', () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const places = ['#vms', '#hosts', '#clusters-general;name=Default', '#events']
  for (const hash of places) {
    it(`has no violation at ${hash}`, async () => {
      const { page } = await openPortal([], { hash })
      await page.locator('tbody tr:visible, .facts div:visible, .notice:visible').first().waitFor()
      await page.evaluate(axe)
      const violations = await page.evaluate(
        `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))`,
      )
      assert.deepEqual(violations, [])
    })
  }
})
