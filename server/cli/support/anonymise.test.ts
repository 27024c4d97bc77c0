import { describe, expect, it } from 'vitest'
import type { SupportRecord } from '../../../shared/api/support.ts'
import { aHost, aRecommendation, aRun, aSnapshot, aVm } from '../../../test/fakes/builders.ts'
import { anonymise } from './anonymise.ts'

/** Stands in every text that tells of a site. */
const MARK = 'acme'
const hosts = [
  aHost({ id: 'acme-h2', name: 'acme-host-b', address: '192.0.2.7' }),
  aHost({ id: 'acme-h1', name: 'acme-host-a' }),
]
const vms = [
  aVm({
    id: 'acme-v1',
    name: 'acme-db',
    hostId: 'acme-h1',
    origin: 'ovirt',
    os: { type: 'rhel_9x64', version: '9.4 - 1.el9' },
  }),
]
const unit = { id: 'u1', name: 'PinToHost', kind: 'filter', internal: true, enabled: true, properties: {} } as const
const snapshot = aSnapshot({ hosts, vms, units: [unit, { ...unit, id: 'u2', name: 'acme_rule', internal: false }] })
const because = { code: 'smallest-vm', text: 'acme-db leaves acme-host-a.', values: { vm: 'acme-db', missingMiB: 265 } }
const records: SupportRecord[] = [
  { kind: 'snapshot', value: snapshot },
  {
    kind: 'recommendation',
    value: {
      recommendation: aRecommendation({ vm: { id: 'acme-v1', name: 'acme-db' }, unitId: 'acme_rule', because }),
    },
  },
  { kind: 'run', value: aRun({ requestedBy: { id: 'acme-u', name: 'ann@acme' } }) },
  {
    kind: 'audit',
    value: { action: 'stop', detail: { why: 'backup of acme', 'acme-v1': 1, state: 'a word of acme' } },
  },
  { kind: 'config', value: { name: 'engine.url', value: 'https://engine.acme', isDefault: false } },
  { kind: 'config', value: { name: 'automation.modes', value: ['acme-c=automatic', '*=off'], isDefault: false } },
  { kind: 'config', value: { name: 'automation.windows', value: ['*=0 22 * * * in Europe/Acme'], isDefault: false } },
  { kind: 'config', value: { name: 'log.level', value: 'debug', isDefault: false } },
  { kind: 'metrics', value: 'calls{unit="acme_rule",outcome="ok"} 1' },
  {
    kind: 'log',
    value: { level: 30, msg: 'A host was lost.', host: 'acme-host-a', error: { message: 'acme', stack: 'acme' } },
  },
  { kind: 'host', value: { laterMember: 'acme thing', address: '192.0.2.7' } },
]
const { records: safe, standIns } = anonymise(records)
const partOf = (kind: SupportRecord['kind'], at = 0) => safe.filter(one => one.kind === kind)[at]?.value

describe('anonymise', () => {
  it('leaves nothing that tells of the site, wherever it stands', () => {
    expect(JSON.stringify(safe)).not.toMatch(new RegExp(`${MARK}|192\\.0\\.2|ann@`, 'i'))
    expect(JSON.stringify(records)).toContain(MARK)
  })

  it('gives the same text the same stand-in, and others another', () => {
    const { hosts: told, vms: toldVms } = partOf('snapshot') as typeof snapshot
    expect(partOf('recommendation')).toMatchObject({
      recommendation: {
        vm: { id: toldVms[0]?.id, name: toldVms[0]?.name },
        because: { values: { vm: toldVms[0]?.name } },
      },
    })
    expect(toldVms[0]?.hostId).toBe(told[1]?.id)
    expect(partOf('log')).toMatchObject({ host: told[1]?.name, msg: 'A host was lost.', level: 30 })
    expect(partOf('host')).toMatchObject({ address: told[0]?.address })
    expect(partOf('audit')).toMatchObject({ detail: { [String(toldVms[0]?.id)]: 1 } })
    expect(new Set(standIns.values()).size).toBe(standIns.size)
  })

  it('keeps the order, so that ties are broken as before', () => {
    const { hosts: told } = partOf('snapshot') as typeof snapshot
    expect(told.map(({ id }) => id).toSorted()).toEqual([told[1]?.id, told[0]?.id])
    expect(told.map(({ name }) => name).toSorted()).toEqual([told[1]?.name, told[0]?.name])
  })

  it('keeps what decides: figures, states, codes, choices, built-in units', () => {
    const { hosts: told, vms: toldVms, units } = partOf('snapshot') as typeof snapshot
    const figures = hosts.map(({ status, totalMiB, statistics }) => ({ status, totalMiB, statistics }))
    expect(told).toMatchObject(figures)
    expect(toldVms.map(({ os }) => os)).toEqual(vms.map(({ os }) => os))
    expect(units.map(({ name }) => name)).toEqual(['PinToHost', standIns.get('acme_rule')])
    expect(partOf('recommendation')).toMatchObject({
      recommendation: { kind: 'move', state: 'open', because: { code: 'smallest-vm', values: { missingMiB: 265 } } },
    })
    expect(partOf('config', 1)).toMatchObject({ value: [`${standIns.get('acme-c')}=automatic`, '*=off'] })
    expect(partOf('config', 3)).toMatchObject({ value: 'debug' })
    expect(partOf('metrics')).toBe(`calls{unit="${standIns.get('acme_rule')}",outcome="ok"} 1`)
  })
})
