import { beforeAll, describe, expect, it, vi } from 'vitest'
import { extensions } from './extensions.ts'
import { takeWish } from './portal/evacuation-wish.ts'
import type { ActionButton, Handlers } from './portal/plugin-api.ts'

/** Records every call as text; `UiInit` runs inside `ready()`, as in the portal. */
class FakeApi {
  calls: string[] = []
  handlers: Handlers | undefined
  buttons: ActionButton[] = []
  register(handlers: Handlers) {
    this.handlers = handlers
  }
  ready() {
    this.handlers?.UiInit()
  }
  currentLocale() {
    return 'de-DE'
  }
  addPrimaryMenuPlace(label: string, token: string, url: string) {
    this.calls.push(`menu ${label} ${token} ${url}`)
  }
  addDetailPlace(type: string, label: string, token: string, url: string) {
    this.calls.push(`tab ${type} ${label} ${token} ${url}`)
  }
  addMenuPlaceActionButton(type: string, label: string, button: ActionButton) {
    this.calls.push(`button ${type} ${label}`)
    this.buttons.push(button)
  }
  setPlaceContentUrl(token: string, url: string) {
    this.calls.push(`content ${token} ${url}`)
  }
  revealPlace(token: string) {
    this.calls.push(`reveal ${token}`)
  }
}

const api = new FakeApi()
const callsDuring = (act: () => void): string[] => {
  api.calls = []
  act()
  return api.calls
}

describe('the hidden frame', () => {
  beforeAll(async () => {
    Object.assign(window, { pluginApi: () => api })
    await import('./plugin.tsx')
    await vi.waitFor(() => expect(api.calls).toHaveLength(8))
  })

  it('adds what extensions.ts lists, in the language of the portal', () => {
    expect(api.calls).toEqual([
      'menu Scheduler ovirt-scheduler plugin/ovirt-scheduler/page.html#page=scheduler',
      'tab Cluster Scheduling ovirt-scheduler-cluster plugin/ovirt-scheduler/page.html#page=cluster-scheduling',
      'tab Host Scheduling ovirt-scheduler-host plugin/ovirt-scheduler/page.html#page=host-why',
      'tab VirtualMachine Scheduling ovirt-scheduler-vm plugin/ovirt-scheduler/page.html#page=vm-why',
      'button Cluster Empfehlungen',
      'button Host Räumung planen',
      'button VirtualMachine Platzierung empfehlen',
      'button VirtualMachine Warum',
    ])
    const { menuPlaces, detailPlaces, listButtons } = extensions
    expect(menuPlaces.length + detailPlaces.length + listButtons.length).toBe(8)
  })

  it('gives the tab the first of the selected clusters, which come as one array', () => {
    const calls = callsDuring(() => api.handlers?.ClusterSelectionChange([{ id: 'c1' }, { id: 'c2' }]))
    expect(calls).toEqual([
      'content ovirt-scheduler-cluster plugin/ovirt-scheduler/page.html#page=cluster-scheduling&cluster=c1',
    ])
  })

  it('gives each tab the subject of its own kind, and remembers it for a reload', () => {
    const calls = callsDuring(() => {
      api.handlers?.HostSelectionChange([{ id: 'h1' }])
      api.handlers?.VirtualMachineSelectionChange([{ id: 'v1' }])
    })
    expect(calls).toEqual([
      'content ovirt-scheduler-host plugin/ovirt-scheduler/page.html#page=host-why&host=h1',
      'content ovirt-scheduler-vm plugin/ovirt-scheduler/page.html#page=vm-why&vm=v1',
    ])
    const remembered = ['cluster', 'host', 'vm'].map(subject => sessionStorage.getItem(`ovirt-scheduler.${subject}`))
    expect(remembered).toEqual(['c1', 'h1', 'v1'])
  })

  it('leaves the tab about its cluster when the selection is emptied', () => {
    expect(callsDuring(() => api.handlers?.ClusterSelectionChange([]))).toEqual([])
  })

  it('opens the scheduler about the one selected cluster', () => {
    const [button] = api.buttons
    expect([[], [{ id: 'c1' }], [{ id: 'c1' }, { id: 'c2' }]].map(selected => button?.isEnabled(selected))).toEqual([
      false,
      true,
      false,
    ])
    expect(callsDuring(() => button?.onClick([{ id: 'c1' }]))).toEqual([
      'content ovirt-scheduler plugin/ovirt-scheduler/page.html#page=scheduler&view=recommendations&cluster=c1',
      'reveal ovirt-scheduler',
    ])
  })

  it.each([2, 3])('opens the tab of the one selected VM, by button %i', at => {
    const why = api.buttons[at]
    expect([[], [{ id: 'v2' }], [{ id: 'v2' }, { id: 'v3' }]].map(selected => why?.isEnabled(selected))).toEqual([
      false,
      true,
      false,
    ])
    expect(callsDuring(() => why?.onClick([{ id: 'v2' }]))).toEqual([
      'content ovirt-scheduler-vm plugin/ovirt-scheduler/page.html#page=vm-why&vm=v2',
      'reveal ovirt-scheduler-vm',
    ])
  })

  it('opens the tab of a host with the wish for a plan, which is granted once and for that host only', () => {
    const [, evacuate] = api.buttons
    expect(callsDuring(() => evacuate?.onClick([{ id: 'h2' }]))).toEqual([
      'content ovirt-scheduler-host plugin/ovirt-scheduler/page.html#page=host-why&host=h2',
      'reveal ovirt-scheduler-host',
    ])
    expect([takeWish('h2'), takeWish('h2')]).toEqual([true, false])
    evacuate?.onClick([{ id: 'h2' }])
    expect([takeWish('h1'), takeWish('h2')]).toEqual([false, false])
  })
})
