/** What UI plugins may rely on in the portal, clause by clause: life cycle, handlers, messages. */
import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { openPortals } from './open-portals.ts'

const openPortal = openPortals()

/** A plugin that is ready at once and records what it is told. */
const listener = (name: string, handlers = '') => ({
  name,
  script: `api.register({ UiInit: () => record('UiInit'), ${handlers} }); api.ready()`,
})

const record = (...handlers: string[]) =>
  handlers.map(name => `${name}: (...args) => record('${name}', ...args)`).join(', ')

describe('the plugin life cycle', () => {
  it('1: publishes pluginApi before any plugin frame is attached, its functions on the prototype', async () => {
    const { page, recorded } = await openPortal([listener('probe')], {
      prepare: page =>
        page.addInitScript(`if (top === window) new MutationObserver(changes => {
          for (const { addedNodes } of changes) for (const node of addedNodes)
            if (node.nodeName === 'IFRAME') (top.atAttach ??= []).push(top.apiWas)
        }).observe(document, { childList: true, subtree: true })
        const append = Element.prototype.append
        Element.prototype.append = function (...nodes) {
          if (nodes.some(node => node.nodeName === 'IFRAME')) top.apiWas = typeof top.pluginApi
          return append.apply(this, nodes)
        }`),
    })
    await recorded('probe', 'UiInit')
    assert.deepEqual(await page.evaluate('atAttach'), ['function'])
    const shape = await page.evaluate(`({
      fn: pluginApi.fn === pluginApi.prototype,
      name: pluginApi('probe').pluginName,
      inherited: pluginApi.prototype.ready === pluginApi('probe').ready && !Object.hasOwn(pluginApi('probe'), 'ready'),
    })`)
    assert.deepEqual(shape, { fn: true, name: 'probe', inherited: true })
  })

  it('2: appends one hidden frame of no size per enabled plugin to the body, in the configured order', async () => {
    const { page, recorded } = await openPortal([
      { ...listener('late'), userFile: { order: 20 } },
      { ...listener('early'), userFile: { order: 10 } },
      { ...listener('off'), userFile: { enabled: false } },
    ])
    await recorded('late', 'UiInit')
    const frames = await page.evaluate(`[...document.querySelectorAll('body > iframe')].map(frame => [
      new URL(frame.src).pathname, frame.offsetWidth, frame.offsetHeight, getComputedStyle(frame).position])`)
    assert.deepEqual(frames, [
      ['/ovirt-engine/webadmin/plugin/early/plugin.html', 0, 0, 'absolute'],
      ['/ovirt-engine/webadmin/plugin/late/plugin.html', 0, 0, 'absolute'],
    ])
    assert.deepEqual(await page.evaluate('pluginDefinitions.map(({ name, enabled }) => [name, enabled])'), [
      ['early', true],
      ['late', true],
      ['off', false],
    ])
  })

  it('3: follows the states: the first register and ready count, actions wait for UiInit, failure ends everything', async () => {
    const script = `
      const state = () => top.standInPortal.pluginStates().probe
      api.ready()
      record('ready before register', state())
      api.addPrimaryMenuPlace('Too early', 'too-early', 'plugin/probe/page.html')
      record('getters', typeof api.ssoToken(), api.currentLocale(), api.engineBaseUrl() === origin + '/ovirt-engine/')
      record('config', api.configObject() === api.configObject(), api.configObject())
      let name = 'no error'
      try { api.loginUserName() } catch (error) { name = 'too early' }
      record('login name', name)
      api.register({ UiInit() { record('first', state()) }, HostSelectionChange() { throw new Error('on purpose') } })
      api.register({ UiInit() { record('second') } })
      api.ready()
      api.ready()
      record('after ready', state())`
    const { page, recorded } = await openPortal([
      { name: 'probe', script, config: { poll: 15 }, userFile: { config: { more: 1 } } },
    ])
    assert.deepEqual(await recorded('probe', 'after ready'), [
      ['probe', 'ready before register', 'loading'],
      ['probe', 'getters', 'string', 'en-US', true],
      ['probe', 'config', true, { poll: 15, more: 1 }],
      ['probe', 'login name', 'too early'],
      ['probe', 'first', 'initializing'],
      ['probe', 'after ready', 'in-use'],
    ])
    await page.getByRole('heading', { name: 'Virtual Machines' }).waitFor()
    assert.equal(await page.getByRole('link', { name: 'Too early' }).count(), 0)

    await page.evaluate(`standInPortal.select('Host', ['host1'])`)
    const after = await page.evaluate(`(() => {
      const api = pluginApi('probe')
      api.addPrimaryMenuPlace('Too late', 'too-late', 'plugin/probe/page.html')
      return [standInPortal.pluginStates().probe, api.ssoToken() ?? null, api.currentPlace() ?? null]
    })()`)
    assert.deepEqual(after, ['failed', null, null])
    assert.equal(await page.getByRole('link', { name: 'Too late' }).count(), 0)
  })

  it('3: gives an unknown name an object whose functions do nothing', async () => {
    const { page, recorded } = await openPortal([listener('probe')])
    await recorded('probe', 'UiInit')
    const answers = await page.evaluate(`(() => {
      const api = pluginApi('nobody')
      api.register({}); api.ready(); api.showToast('info', 'x'); api.addPrimaryMenuPlace('a', 'b', 'c')
      return [api.ssoToken() ?? null, api.configObject() ?? null]
    })()`)
    assert.deepEqual(answers, [null, null])
  })

  it('4: runs UiInit inside ready() and tells a late plugin of the login in the same call', async () => {
    const script = `
      api.register({ UiInit: () => record('UiInit'), ${record('UserLogin')} })
      globalThis.start = () => { record('before'); api.ready(); record('after') }`
    const { page, world, records } = await openPortal([{ name: 'lazy', script, lazyLoad: true }])
    await page.getByRole('heading', { name: 'Virtual Machines' }).waitFor()
    await page.waitForFunction(`typeof document.querySelector('body > iframe').contentWindow.start === 'function'`)
    await page.evaluate(`document.querySelector('body > iframe').contentWindow.start()`)
    const admin = [...world.state.users.values()].find(({ login }) => login === 'admin')
    assert.deepEqual(await records(), [
      ['lazy', 'before'],
      ['lazy', 'UiInit'],
      ['lazy', 'UserLogin', 'admin@internal-authz', admin?.id],
      ['lazy', 'after'],
    ])
  })

  it('5: shows no place until every preloaded plugin is ready, then logs in, then shows the place of the URL', async () => {
    const script = `
      api.register({ UiInit() {
        record('UiInit')
        api.addPrimaryMenuPlace('Slow', 'slow-place', 'plugin/slow/page.html')
      }, ${record('UserLogin')} })
      globalThis.start = () => api.ready()`
    const slow = { name: 'slow', script, pages: { 'page.html': `record('page')` } }
    const { page, recorded } = await openPortal([listener('quick', record('UserLogin')), slow], { hash: '#slow-place' })
    await page.getByText('Waiting for slow to start').waitFor()
    assert.deepEqual(await recorded('quick', 'UiInit'), [['quick', 'UiInit']])
    assert.equal(await page.getByRole('main').isVisible(), false)

    await page.waitForFunction(`[...document.querySelectorAll('body > iframe')].at(-1).contentWindow.start`)
    await page.evaluate(`[...document.querySelectorAll('body > iframe')].at(-1).contentWindow.start()`)
    const order = (await recorded('slow', 'page')).map(([plugin, what]) => `${plugin} ${what}`)
    assert.deepEqual(order, ['quick UiInit', 'slow UiInit', 'quick UserLogin', 'slow UserLogin', 'slow page'])
  })

  it('5: a preloaded plugin that fails in UiInit holds nobody up', async () => {
    const broken = {
      name: 'broken',
      script: `api.register({ UiInit() { throw new Error('on purpose') } }); api.ready()`,
    }
    const { page } = await openPortal([broken])
    await page.getByRole('heading', { name: 'Virtual Machines' }).waitFor()
    assert.deepEqual(await page.evaluate('standInPortal.pluginStates()'), { broken: 'failed' })
  })

  it('6: removes the frame of a plugin whose handler throws, and nothing else', async () => {
    const fragile = {
      name: 'fragile',
      script: `api.register({
        UiInit: () => api.addPrimaryMenuPlace('Fragile', 'fragile-place', 'plugin/fragile/page.html'),
        ClusterSelectionChange() { throw new Error('on purpose') },
      }); api.ready()`,
    }
    const { page, recorded } = await openPortal([fragile, listener('sturdy', record('ClusterSelectionChange'))], {
      hash: '#clusters',
    })
    await page.getByRole('heading', { name: 'Clusters' }).waitFor()
    await page.evaluate(`standInPortal.select('Cluster', ['Default'])`)
    await recorded('sturdy', 'ClusterSelectionChange')
    const frames = await page.evaluate(`[...document.querySelectorAll('body > iframe')].map(frame => frame.title)`)
    assert.deepEqual(frames, ['sturdy'])
    assert.equal(await page.getByRole('link', { name: 'Fragile' }).count(), 1)
  })
})

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
      [listener('probe', record('VirtualMachineSelectionChange', 'EventSelectionChange', 'TagActivationChange'))],
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
    const { page, recorded } = await openPortal([listener('probe', record('DetailItemSelectionChange'))], {
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

describe('the controls of the stand-in', () => {
  it('18: are one global, apart from the plugin API', async () => {
    const { page, recorded, url } = await openPortal([listener('probe')])
    await recorded('probe', 'UiInit')
    const names = await page.evaluate<string[]>('Object.keys(standInPortal)')
    for (const name of ['select', 'reveal', 'expireToken', 'setLocale']) assert.ok(names.includes(name), name)
    assert.deepEqual(await page.evaluate(`Object.keys(standInPortal).filter(name => name in pluginApi('probe'))`), [])

    await page.evaluate(`standInPortal.setLocale('ja-JP')`)
    await page.waitForURL(/locale=ja_JP/)
    await page.waitForFunction(`globalThis.pluginApi?.('probe').currentLocale() === 'ja-JP'`)

    const token = await page.evaluate<string>(`pluginApi('probe').ssoToken()`)
    const status = async () =>
      (
        await fetch(`${url}/ovirt-engine/api`, {
          headers: { Accept: 'application/json', Authorization: `Bearer ${token}` },
        })
      ).status
    assert.equal(await status(), 200)
    await page.evaluate('standInPortal.expireToken()')
    assert.equal(await status(), 401)
  })
})
