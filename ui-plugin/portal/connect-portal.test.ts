import { describe, expect, it } from 'vitest'
import { connectPortal, NotInPortal } from './connect-portal.ts'
import type { PortalWindow } from './plugin-api.ts'

/** As the portal builds it: functions on the prototype, and `this.pluginName` in each. */
class FakeApi {
  readonly pluginName: string
  constructor(name: string) {
    this.pluginName = name
  }
  ssoToken() {
    return `token of ${this.pluginName}`
  }
  currentLocale() {
    return 'de-DE'
  }
}

const aTop = () =>
  ({ pluginApi: (name: string) => new FakeApi(name), location: { hash: '' } }) as unknown as PortalWindow

describe('connectPortal', () => {
  it('keeps working when its functions are passed around', () => {
    const { token, locale } = connectPortal(aTop())
    expect([token(), locale()]).toEqual(['token of ovirt-scheduler', 'de-DE'])
  })

  for (const { why, top } of [
    { why: 'the page stands alone', top: window as PortalWindow },
    { why: 'the window above is gone', top: null },
  ]) {
    it(`refuses when ${why}`, () => expect(() => connectPortal(top)).toThrow(NotInPortal))
  }

  for (const { kind, name, hash } of [
    { kind: 'vm', name: 'db-07', hash: '#vms-general;name=db-07' },
    { kind: 'host', name: 'rack 3;a=b', hash: '#hosts-general;name=rack%203%3Ba%3Db' },
    { kind: 'host-vms', name: 'host1', hash: '#hosts-virtual_machines;name=host1' },
    { kind: 'cluster', name: 'Größe', hash: '#clusters-general;name=Gr%C3%B6%C3%9Fe' },
  ] as const) {
    it(`leads to the ${kind} ${name}`, () => {
      const top = aTop()
      connectPortal(top).openEntity(kind, name)
      expect(top.location.hash).toBe(hash)
    })
  }
})
