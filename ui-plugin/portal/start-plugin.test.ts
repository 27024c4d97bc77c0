import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Handlers, PluginApi } from './plugin-api.ts'
import { READY_WITHIN_MS, startPlugin } from './start-plugin.ts'

/** The portal's side of the handshake: methods on a prototype that need their object, `UiInit` inside `ready()`. */
class FakeApi {
  pluginName = 'ovirt-scheduler'
  handlers: Handlers | undefined
  log: string[] = []
  register(handlers: Handlers) {
    this.log.push(`register ${this.pluginName}`)
    this.handlers = handlers
  }
  ready() {
    this.log.push(`ready ${this.pluginName}`)
    this.handlers?.UiInit()
  }
  logger() {
    return { info: () => {}, warning: (text: string) => this.log.push(text), severe: () => {} }
  }
}

const start = (api: FakeApi, first: Promise<string>) =>
  startPlugin(api as unknown as PluginApi, first, loaded => ({
    UiInit: () => api.log.push(`init with ${loaded()}`),
    ClusterSelectionChange: () => {},
    HostSelectionChange: () => {},
    VirtualMachineSelectionChange: () => {},
  }))

describe('the handshake with the portal', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('registers at once and is ready when the texts are there', async () => {
    const api = new FakeApi()
    await start(api, Promise.resolve('texts'))
    expect(api.log).toEqual(['register ovirt-scheduler', 'ready ovirt-scheduler', 'init with texts'])
  })

  it('is ready after two seconds although the texts never come: the portal waits for us on a blank page', async () => {
    const api = new FakeApi()
    const started = start(api, new Promise(() => {}))
    await vi.advanceTimersByTimeAsync(READY_WITHIN_MS - 1)
    expect(api.log).toEqual(['register ovirt-scheduler'])
    await vi.advanceTimersByTimeAsync(1)
    await started
    expect(api.log).toEqual(['register ovirt-scheduler', 'ready ovirt-scheduler', 'init with undefined'])
  })

  it('is ready although the texts fail, and says so in the portal log', async () => {
    const api = new FakeApi()
    await start(api, Promise.reject(new Error('chunk is gone')))
    expect(api.log).toContain('ovirt-scheduler: Error: chunk is gone')
    expect(api.log.at(-1)).toBe('init with undefined')
  })
})
