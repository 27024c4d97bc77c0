import { describe, expect, it } from 'vitest'
import { hostConnections, parseHostConnection, parseHostConnections } from './host-connections.ts'

describe('parseHostConnections', () => {
  it('finds a cluster by its name, then by its id, then as one of the others', () => {
    const { rules, problems } = parseHostConnections(['Prod=vdsm', 'c2 = libvirt+unix:/run/x', '*=libvirt+ssh'])
    expect(problems).toEqual([])
    expect(rules.of({ id: 'c1', name: 'Prod' })).toEqual({ kind: 'vdsm' })
    expect(rules.of({ id: 'c2', name: 'Test' })).toEqual({ kind: 'libvirt+unix', path: '/run/x' })
    expect(rules.of({ id: 'c3', name: 'Else' })).toEqual({ kind: 'libvirt+ssh' })
    expect(rules.named).toEqual(['Prod', 'c2'])
    expect([...rules.kinds]).toEqual(['vdsm', 'libvirt+unix', 'libvirt+ssh'])
  })

  it('reaches no host of a cluster that is not named', () => {
    const { rules } = parseHostConnections(['Prod=none'])
    expect(rules.of({ id: 'c', name: 'Test' })).toEqual({ kind: 'none' })
    expect(rules.kinds.size).toBe(0)
  })

  const refused = [
    { entry: 'Prod', says: '"Prod" must be CLUSTER=CONNECTION, such as Default=vdsm' },
    { entry: '=vdsm', says: '"=vdsm" must be CLUSTER=CONNECTION, such as Default=vdsm' },
    { entry: 'Prod=libvirt+tsl', says: 'Prod: "libvirt+tsl" is no connection; did you mean libvirt+tls?' },
    {
      entry: 'Prod=magic',
      says: 'Prod: "magic" is no connection; there are none, vdsm, libvirt+tls, libvirt+ssh, libvirt+unix, simulated',
    },
    { entry: 'Prod=vdsm:/run/x', says: 'Prod: only libvirt+unix takes a path; write vdsm' },
    {
      entry: 'Prod=libvirt+unix:run/x',
      says: 'Prod: "run/x" must be the path of a socket, from / on, of 107 bytes at most',
    },
    {
      entry: `Prod=libvirt+unix:/${'x'.repeat(107)}`,
      says: `Prod: "/${'x'.repeat(107)}" must be the path of a socket, from / on, of 107 bytes at most`,
    },
  ]
  for (const { entry, says } of refused)
    it(`refuses ${entry.slice(0, 30)}`, () => expect(parseHostConnections([entry]).problems).toEqual([says]))

  it('refuses a cluster that is named twice', () => {
    expect(parseHostConnections(['A=vdsm', 'A=none']).problems).toEqual(['the cluster A is named twice'])
  })

  it('takes a socket path of the full length', () => {
    const path = `/${'x'.repeat(106)}`
    expect(parseHostConnection(`libvirt+unix:${path}`)).toEqual({ kind: 'libvirt+unix', path })
  })
})

describe('the setting', () => {
  const setting = hostConnections({ default: [], help: '' })
  it('takes a list and a text', () => {
    expect(setting.parse(['*=vdsm'])).toEqual({ ok: true, value: ['*=vdsm'] })
    expect(setting.parse('A=vdsm, B=none')).toEqual({ ok: true, value: ['A=vdsm', 'B=none'] })
    expect(setting.parse('')).toEqual({ ok: true, value: [] })
  })

  it('says everything that is wrong', () => {
    expect(setting.parse('A=x,B')).toEqual({
      ok: false,
      problem:
        'cannot be used: A: "x" is no connection; there are none, vdsm, libvirt+tls, libvirt+ssh, libvirt+unix, simulated; ' +
        '"B" must be CLUSTER=CONNECTION, such as Default=vdsm',
    })
  })
})
