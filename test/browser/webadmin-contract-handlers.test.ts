/** What UI plugins may rely on in the portal, clause by clause: what their handlers are told. */
import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { listener, recording } from './fixture-plugin.ts'
import { openPortals } from './open-portals.ts'

const openPortal = openPortals()

describe('what handlers are told', () => {
  it('7: passes one array of the portal, with exactly the documented fields', async () => {
    const probe = {
      name: 'probe',
      script: `
        const told = name => (...args) => record(name, args.length, args[0] instanceof top.Array, args[0] instanceof Array,
          args[0].map(entity => Object.keys(entity).sort().join()), args[0].map(entity => entity.name ?? null))
        api.register({
          ClusterSelectionChange: told('Cluster'), HostSelectionChange: told('Host'),
          VirtualMachineSelectionChange: told('VirtualMachine'), EventSelectionChange: told('Event'),
        })
        api.ready()`,
    }
    const { page, records, world } = await openPortal([probe])
    await page.getByRole('heading', { name: 'Virtual Machines' }).waitFor()
    const vm = [...world.state.vms.values()][0]
    await page.evaluate(`standInPortal.select('Cluster', ['Default'])`)
    await page.evaluate(`standInPortal.select('Host', ['host1', 'host2'])`)
    await page.evaluate(`standInPortal.select('VirtualMachine', ['${vm?.name}'])`)
    await page.evaluate(`standInPortal.select('Cluster', [])`)
    assert.deepEqual(await records(), [
      ['probe', 'Cluster', 1, true, false, ['id,managed,name'], ['Default']],
      ['probe', 'Host', 1, true, false, Array(2).fill('hostname,id,managed,name'), ['host1', 'host2']],
      ['probe', 'VirtualMachine', 1, true, false, ['id,ipaddress,managed,name,status'], [vm?.name]],
      ['probe', 'Cluster', 1, true, false, [], []],
    ])
  })

  it('7: tells events by their engine fields, states by their engine names and tags one by one', async () => {
    const { page, records, recorded, world } = await openPortal(
      [listener('probe', recording('VirtualMachineSelectionChange', 'EventSelectionChange', 'TagActivationChange'))],
      { hash: '#events' },
    )
    world.addEvent({
      code: 9801,
      severity: 'normal',
      description: 'Hello',
      origin: 'test',
      customId: 7,
      correlationId: 'c-1',
    })
    await page.getByRole('row', { name: 'Hello' }).click()
    const [, , events] = (await recorded('probe', 'EventSelectionChange')).at(-1) as [string, string, object[]]
    assert.deepEqual(
      Object.keys(events[0] ?? {}).toSorted((a, b) => a.localeCompare(b)),
      ['callStack', 'correlationId', 'customEventId', 'id', 'message', 'toString'],
    )
    assert.deepEqual(
      { ...events[0], id: 0 },
      { id: 0, callStack: '', correlationId: 'c-1', customEventId: '7', message: 'Hello', toString: 'Hello' },
    )

    const up = [...world.state.vms.values()].find(({ status }) => status === 'up')
    await page.evaluate(`standInPortal.select('VirtualMachine', ['${up?.name}'])`)
    await page.evaluate(`standInPortal.activateTags({ name: 'a' }, { name: 'b' })`)
    const [vm, tags] = (await records()).slice(-2)
    assert.equal((vm as { status: string }[][])[2]?.[0]?.status, 'Up')
    assert.deepEqual(tags, ['probe', 'TagActivationChange', { name: 'a' }, { name: 'b' }])
  })

  it('7: tells what is selected in the lists of detail tabs', async () => {
    const { page, recorded } = await openPortal([listener('probe', recording('DetailItemSelectionChange'))], {
      hash: '#clusters-hosts;name=Default',
    })
    await page.getByRole('checkbox', { name: 'Select host1', exact: true }).click()
    const [, , items] = (await recorded('probe', 'DetailItemSelectionChange')).at(-1) as [
      string,
      string,
      { name: string }[],
    ]
    assert.deepEqual(
      items.map(({ name }) => name),
      ['host1'],
    )
  })

  it('7: calls handlers by the name they have now, and without this', async () => {
    const probe = {
      name: 'probe',
      script: `
        const handlers = { UiInit() { 'use strict'; record('this', this === undefined) } }
        api.register(handlers); api.ready()
        handlers.HostSelectionChange = () => record('added later')`,
    }
    const { page, recorded } = await openPortal([probe])
    await recorded('probe', 'this', true)
    await page.evaluate(`standInPortal.select('Host', ['host1'])`)
    await recorded('probe', 'added later')
  })

  it('14: offers messages to the plugins that allow their origin, keeping them until those are in use', async () => {
    const script = (origins: string) => `
      ${origins}
      api.register({ MessageReceived: (data, source) => record('message', data, source === top) })
      globalThis.start = () => api.ready()`
    const plugins = [
      { name: 'own', script: script(`api.options({ allowedMessageOrigins: location.origin })`) },
      { name: 'any', script: script(`api.options({ allowedMessageOrigins: ['https://else.example', '*'] })`) },
      { name: 'other', script: script(`api.options({ allowedMessageOrigins: ['https://else.example'] })`) },
      { name: 'none', script: script('') },
    ]
    const { page, records } = await openPortal(plugins.map(plugin => ({ ...plugin, lazyLoad: true })))
    await page.waitForFunction(
      `window.standInPortal && [...document.querySelectorAll('body > iframe')].every(frame => frame.contentWindow.start)`,
    )
    const heard = `new Promise(resolve => addEventListener('message', () => resolve(), { once: true }))`
    await page.evaluate(`{ const heard = ${heard}; postMessage({ ns: 'a' }, '*'); heard }`)
    assert.deepEqual(await records(), [])
    await page.evaluate(`for (const frame of document.querySelectorAll('body > iframe')) frame.contentWindow.start()`)
    await page.evaluate(`{ const heard = ${heard}; postMessage([1, 'two'], '*'); heard }`)
    assert.deepEqual(await records(), [
      ['any', 'message', { ns: 'a' }, true],
      ['own', 'message', { ns: 'a' }, true],
      ['any', 'message', [1, 'two'], true],
      ['own', 'message', [1, 'two'], true],
    ])
  })

  it('16: forwards the former names with a warning', async () => {
    const warnings: string[] = []
    const { page, recorded } = await openPortal([listener('probe')], {
      prepare: async page => {
        page.on('console', message => message.type() === 'warning' && warnings.push(message.text()))
      },
    })
    await recorded('probe', 'UiInit')
    await page.getByRole('heading', { name: 'Virtual Machines' }).waitFor()
    await page.evaluate(`{
      const api = pluginApi('probe')
      api.addMainTab('Old place', 'old-place', 'plugin/probe/plugin.html')
      api.addSubTab('Cluster', 'Old tab', 'old-tab', 'plugin/probe/plugin.html')
      api.setTabContentUrl('old-place', 'plugin/probe/plugin.html#new')
      api.setTabAccessible('old-tab', true)
      api.addMainTabActionButton('VirtualMachine', 'Old button')
      api.addSubTabActionButton('Cluster', 'Host', 'Old tab button')
    }`)
    await page.getByRole('link', { name: 'Old place' }).waitFor()
    await page.getByRole('button', { name: 'Old button' }).waitFor()
    assert.deepEqual(
      warnings.map(text => text.split(' ')[0]),
      [
        'addMainTab',
        'addSubTab',
        'setTabContentUrl',
        'setTabAccessible',
        'addMainTabActionButton',
        'addSubTabActionButton',
      ],
    )
    await page.evaluate(`standInPortal.select('Cluster', ['Default'])`)
    await page.evaluate(`standInPortal.reveal('clusters-hosts')`)
    await page.getByRole('link', { name: 'Old tab' }).waitFor()
    await page.getByRole('button', { name: 'Old tab button' }).waitFor()
  })
})
