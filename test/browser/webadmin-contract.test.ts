/** What UI plugins may rely on in the portal, clause by clause: life cycle. */
import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { listener, recording } from './fixture-plugin.ts'
import { openPortals } from './open-portals.ts'

const openPortal = openPortals()

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
      api.register({ UiInit: () => record('UiInit'), ${recording('UserLogin')} })
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
      }, ${recording('UserLogin')} })
      globalThis.start = () => api.ready()`
    const slow = { name: 'slow', script, pages: { 'page.html': `record('page')` } }
    const { page, recorded } = await openPortal([listener('quick', recording('UserLogin')), slow], {
      hash: '#slow-place',
    })
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
    const { page, recorded } = await openPortal([fragile, listener('sturdy', recording('ClusterSelectionChange'))], {
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
