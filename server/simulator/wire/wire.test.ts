import { describe, expect, it } from 'vitest'
import { jsonDecimal, xmlDecimal } from './decimal.ts'
import { readJson } from './read-json.ts'
import { readXml } from './read-xml.ts'
import { isTypeName, types } from './types.ts'
import { WireError } from './wire-error.ts'
import { writeJson, writeJsonList } from './write-json.ts'
import { writeXml, writeXmlList } from './write-xml.ts'

const json = (text: string): unknown => JSON.parse(text)
const bodyOf = (xml: string) => xml.slice(xml.indexOf('\n') + 1)

describe('the schema table', () => {
  for (const [name, type] of Object.entries(types)) {
    it(`${name} refers to known types only`, () => {
      const members = [...Object.values(type.own), ...Object.values(type.linked)]
      const targets = members.flatMap(kind =>
        typeof kind === 'object' && 'one' in kind
          ? [kind.one]
          : typeof kind === 'object' && 'many' in kind
            ? [kind.many]
            : [],
      )
      expect(targets.filter(target => !isTypeName(target))).toEqual([])
    })
  }
})

describe('decimals', () => {
  const cases = [
    { value: { twoDigits: 97.46 }, json: '97', xml: '97' },
    { value: { twoDigits: 12.34 }, json: '12', xml: '12' },
    { value: { twoDigits: 0.354 }, json: '0.35', xml: '0.35' },
    { value: { twoDigits: 99.6 }, json: '1.0E+2', xml: '100' },
    { value: { twoDigits: 100 }, json: '1.0E+2', xml: '100' },
    { value: { twoDigits: 400 }, json: '4.0E+2', xml: '400' },
    { value: { twoDigits: 1530 }, json: '1.5E+3', xml: '1500' },
    { value: { twoDigits: 0 }, json: '0', xml: '0' },
    { value: 270_000_000_000, json: '270000000000', xml: '270000000000' },
    { value: 1.5, json: '1.5', xml: '1.5' },
  ]
  for (const { value, json, xml } of cases) {
    it(`writes ${JSON.stringify(value)} as ${json}`, () => {
      expect(jsonDecimal(value)).toBe(json)
      expect(xmlDecimal(value)).toBe(xml)
    })
  }
})

describe('writing', () => {
  const host = {
    id: '11',
    href: '/api/hosts/11',
    name: 'host<01>',
    comment: '',
    memory: 270_000_000_000,
    ksm: { enabled: true },
    cpu: { name: 'Xeon', speed: 2600, topology: { cores: 16, sockets: 2, threads: 2 } },
    status: 'non_responsive',
    power_management: { pm_proxies: [] },
    cluster: { id: '22', href: '/api/clusters/22' },
    link: ['statistics'],
    actions: ['activate'],
  } as const

  it('gives JSON whole numbers and booleans as text, decimals as numbers', () => {
    expect(json(writeJson('host', host))).toEqual({
      id: '11',
      href: '/api/hosts/11',
      name: 'host<01>',
      comment: '',
      memory: '270000000000',
      ksm: { enabled: 'true' },
      cpu: { name: 'Xeon', speed: 2600, topology: { cores: '16', sockets: '2', threads: '2' } },
      status: 'non_responsive',
      power_management: { pm_proxies: {} },
      cluster: { id: '22', href: '/api/clusters/22' },
      link: [{ href: '/api/hosts/11/statistics', rel: 'statistics' }],
      actions: { link: [{ href: '/api/hosts/11/activate', rel: 'activate' }] },
    })
  })

  it('gives XML id and href as attributes and the members in the order of the engine', () => {
    expect(bodyOf(writeXml('host', host))).toBe(
      '<host href="/api/hosts/11" id="11"><actions><link href="/api/hosts/11/activate" rel="activate"/></actions>' +
        '<name>host&lt;01&gt;</name><comment></comment><link href="/api/hosts/11/statistics" rel="statistics"/>' +
        '<cpu><name>Xeon</name><speed>2600</speed><topology><cores>16</cores><sockets>2</sockets>' +
        '<threads>2</threads></topology></cpu><ksm><enabled>true</enabled></ksm><memory>270000000000</memory>' +
        '<power_management><pm_proxies/></power_management><status>non_responsive</status>' +
        '<cluster href="/api/clusters/22" id="22"/></host>',
    )
  })

  it('writes dates as ms in JSON and as ISO 8601 in XML', () => {
    const event = { id: '901', time: 1_787_140_801_250 }
    expect(json(writeJson('event', event))).toEqual({ id: '901', time: 1_787_140_801_250 })
    expect(bodyOf(writeXml('event', event))).toBe('<event id="901"><time>2026-08-19T12:00:01.250Z</time></event>')
  })

  it('wraps collections in the item tag, and leaves the key out when there is none', () => {
    expect(writeJsonList('host', [])).toBe('{}')
    expect(bodyOf(writeXmlList('host', []))).toBe('<hosts/>')
    expect(json(writeJsonList('host_numa_node', [{ id: '1' }]))).toEqual({ host_numa_node: [{ id: '1' }] })
    expect(bodyOf(writeXmlList('host_numa_node', [{ id: '1' }]))).toBe(
      '<host_numa_nodes><host_numa_node id="1"/></host_numa_nodes>',
    )
  })

  it('writes the empty lists of an affinity group as lists, and of other types as nothing', () => {
    expect(json(writeJson('affinity_group', { vms: [] }))).toEqual({ vms: { vm: [] } })
    expect(json(writeJson('affinity_label', { vms: [] }))).toEqual({ vms: {} })
  })

  it('keeps the document readable when a text holds control characters', () => {
    expect(bodyOf(writeXml('host', { name: 'a\u0001b\nc' }))).toBe('<host><name>a\ufffdb\nc</name></host>')
  })
})

describe('reading JSON', () => {
  const accepted = [
    { why: 'native scalars', body: '{"force":true,"host":{"id":"12"}}', value: { force: true, host: { id: '12' } } },
    { why: 'scalars as text', body: '{"force":"TRUE","timeout":"7"}', value: { force: true, timeout: 7 } },
    { why: 'null as absence', body: '{"force":null}', value: {} },
    { why: 'echoed links', body: '{"link":[],"actions":{}}', value: {} },
    {
      why: 'nested collections',
      body: '{"vm":{"placement_policy":{"hosts":{"host":[{"id":"1"}]}}}}',
      value: { vm: { placement_policy: { hosts: [{ id: '1' }] } } },
    },
  ]
  for (const { why, body, value } of accepted) {
    it(`accepts ${why}`, () => expect(readJson('action', body)).toEqual(value))
  }
  it('takes dates as ms or as ISO 8601', () => {
    expect(readJson('event', '{"time":"2026-08-19T12:00:01.250Z"}')).toEqual({ time: 1_787_140_801_250 })
    expect(readJson('event', '{"time":1787140801250}')).toEqual({ time: 1_787_140_801_250 })
  })

  const refused = [
    { why: 'an unknown member', body: '{"hostt":{}}' },
    { why: 'an unknown nested member', body: '{"host":{"nam":"x"}}' },
    { why: 'a member every object inherits', body: '{"constructor":{}}' },
    { why: 'a scalar of the wrong kind', body: '{"force":"maybe"}' },
    { why: 'an object for a scalar', body: '{"reason":{}}' },
    { why: 'a scalar for an object', body: '{"host":"12"}' },
    { why: 'a bare list for a collection', body: '{"vm":{"tags":[]}}' },
    { why: 'a single object for a list', body: '{"vm":{"tags":{"tag":{}}}}' },
    { why: 'a bad enum', body: '{"vm":{"status":"Up"}}' },
    { why: 'a list at the top', body: '[]' },
    { why: 'broken JSON', body: '{"force":' },
    { why: 'endless nesting', body: `${'{"vm":{"host":{"vm":'.slice(0, 6).repeat(40)}{}${'}'.repeat(40)}` },
  ]
  for (const { why, body } of refused) {
    it(`refuses ${why}`, () => expect(() => readJson('action', body)).toThrow(WireError))
  }
})

describe('reading XML', () => {
  it('reads attributes, nested objects, collections and booleans in any case', () => {
    const body = `<?xml version="1.0"?><action>
      <force>True</force><host id="12"/><vm><placement_policy><hosts><host id="1"/></hosts></placement_policy></vm>
    </action>`
    expect(readXml('action', body)).toEqual({
      force: true,
      host: { id: '12' },
      vm: { placement_policy: { hosts: [{ id: '1' }] } },
    })
  })

  it('reads escaped text and CDATA', () => {
    expect(readXml('event', '<event><origin>a&amp;b<![CDATA[<c>]]></origin></event>')).toEqual({ origin: 'a&b<c>' })
  })

  const refused = [
    { why: 'id as an element', kind: 'syntax', body: '<action><host><id>12</id></host></action>' },
    { why: 'an unknown element', kind: 'syntax', body: '<action><hostt/></action>' },
    { why: 'a foreign item in a collection', kind: 'syntax', body: '<action><vm><tags><vm/></tags></vm></action>' },
    { why: 'another root', kind: 'syntax', body: '<vm/>' },
    {
      why: 'a document type',
      kind: 'syntax',
      body: '<!DOCTYPE a [<!ENTITY x "y">]><action><reason>&x;</reason></action>',
    },
    { why: 'an unknown entity', kind: 'syntax', body: '<action><reason>&x;</reason></action>' },
    { why: 'broken XML', kind: 'syntax', body: '<action><force>' },
    { why: 'nothing', kind: 'syntax', body: '' },
    { why: 'a number that is none', kind: 'value', body: '<action><timeout>soon</timeout></action>' },
    { why: 'a boolean that is none', kind: 'value', body: '<action><force>yes please</force></action>' },
    { why: 'a bad enum', kind: 'value', body: '<action><vm><status>Up</status></vm></action>' },
  ]
  for (const { why, kind, body } of refused) {
    it(`refuses ${why} as a ${kind} error`, () => {
      expect(() => readXml('action', body)).toThrow(expect.objectContaining({ name: 'WireError', kind }))
    })
  }
  it('refuses endless nesting', () => {
    expect(() => readXml('action', `${'<action>'.repeat(60)}`)).toThrow(WireError)
  })
})

describe('a round trip', () => {
  const cluster = {
    name: 'Default',
    scheduling_policy: { id: '20d2' },
    custom_scheduling_policy_properties: [{ name: 'HighUtilization', value: '75' }],
    memory_policy: { over_commit: { percent: 150 } },
    threads_as_cores: false,
  }
  it('keeps the value through JSON', () => {
    expect(readJson('cluster', writeJson('cluster', cluster))).toEqual(cluster)
  })
  it('keeps the value through XML', () => {
    expect(readXml('cluster', writeXml('cluster', cluster))).toEqual(cluster)
  })
})
