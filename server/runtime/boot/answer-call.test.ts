import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import {
  accept,
  advise,
  defineScheduler,
  defineUnit,
  integer,
  move,
  reject,
  type SiteUnit,
  score,
  skipped,
  stay,
} from '../../../shared/sdk/sdk.ts'
import { aCluster, aHost, aSnapshot, aVm } from '../../../test/fakes/builders.ts'
import { parseBalance, parseScores, parseVerdicts } from '../sandbox/parse-script-answer.ts'
import type { PluginCall } from '../sandbox/plugin-wire.ts'
import { answerCall } from './answer-call.ts'
import { declarationOf, exportsIn, schedulerDeclarationOf } from './exports-in.ts'
import { readLines } from './read-lines.ts'
import { viewOf } from './view.ts'

const hosts = [aHost({ id: 'h0' }), aHost({ id: 'h1', clusterId: 'other' }), aHost({ id: 'h2' })]
const vms = [aVm({ id: 'v0', hostId: 'h0' }), aVm({ id: 'v1', hostId: 'h2' }), aVm({ id: 'v2', hostId: 'h0' })]
const snapshot = aSnapshot({ hosts, vms })
const view = viewOf(snapshot)
const fetch = () => Promise.reject(new Error('not here'))

const aUnit = (functions: Partial<SiteUnit>): SiteUnit => ({
  id: 'unit',
  description: 'A unit',
  parameters: {},
  ...functions,
})

/** Asks about the VM v1 and, in this order, h2 and h0; through the pipe and back. */
async function ask(functions: Partial<SiteUnit>, over: Partial<PluginCall> = {}): Promise<unknown> {
  const call: PluginCall = {
    do: 'call',
    id: 1,
    unit: 'unit',
    function: 'filter',
    snapshot: 1,
    vm: 1,
    hosts: [2, 0],
    list: 0,
    values: {},
    ...over,
  }
  return JSON.parse(JSON.stringify(await answerCall(aUnit(functions), call, view.hostsOf(call), view, fetch)))
}
const asked = [hosts[2], hosts[0]] as typeof hosts

describe('answerCall', () => {
  it('asks a filter about each host, with the cluster and all that runs there', async () => {
    const answer = await ask({
      filter: (vm, host, _values, { cluster, vmsOn }) =>
        host.id === 'h2'
          ? accept
          : reject(`${vm.id} ${host.id} ${cluster?.name} ${vmsOn(host.id).map(({ id }) => id)}`, { a: 1 }),
    })
    expect([...parseVerdicts(answer, asked)]).toEqual([
      ['h2', accept],
      ['h0', { ok: false, reason: { code: 'site-unit', text: 'v1 h0 Default v0,v2', values: { a: 1 } } }],
    ])
  })
  it('waits for those that take their time', async () => {
    const answer = await ask({ filter: async (_vm, host) => (host.id === 'h2' ? accept : reject('later')) })
    expect(answer).toEqual([1, { text: 'later' }])
  })
  it('sends scores, with reasons only where there are some', async () => {
    const plain = await ask({ score: (_vm, host) => (host.id === 'h2' ? 70 : undefined) }, { function: 'score' })
    expect(plain).toEqual({ of: [70, null] })
    const explained = await ask(
      { score: (_vm, host) => (host.id === 'h2' ? score(7, 'well') : 3) },
      { function: 'score' },
    )
    const { of, because } = parseScores(explained, asked)
    expect([[...of], [...(because ?? [])]]).toEqual([
      [
        ['h2', 7],
        ['h0', 3],
      ],
      [['h2', { code: 'site-unit', text: 'well', values: {} }]],
    ])
  })
  it('asks a balancer about the hosts and what runs on them', async () => {
    const balance: SiteUnit['balance'] = ({ hosts: from, vms: here }) => {
      const [vm] = here
      return (
        vm && move(vm, from, `${here.map(({ id }) => id)}`, { skippedHosts: from.map(host => skipped(host, 'no')) })
      )
    }
    const answer = await ask({ balance }, { function: 'balance', hosts: [0] })
    const facts = { snapshot, hosts: hosts.slice(0, 1), vms: vms.filter(({ hostId }) => hostId === 'h0') }
    expect(parseBalance(answer, facts)).toMatchObject({
      move: { vmId: 'v0', fromHostId: 'h0', toHostIds: ['h0'], because: { text: 'v0,v2' } },
      skippedHosts: [{ id: 'h0', name: 'h0', reason: { text: 'no' } }],
    })
    expect(await ask({ balance: () => undefined }, { function: 'balance' })).toMatchObject({
      because: { code: 'nothing-to-move' },
    })
    expect(await ask({ balance: () => stay('calm') }, { function: 'balance' })).toMatchObject({
      because: { text: 'calm' },
    })
  })
  it('cuts what the service would not keep', async () => {
    const skippedVms = Array.from({ length: 2_000 }, () => skipped({ id: 'v0', name: 'v0' }, 'no'))
    const answer = await ask({ balance: () => stay('x'.repeat(1_000), { skippedVms }) }, { function: 'balance' })
    const { because, skippedVms: kept } = answer as { because: { text: string }; skippedVms: unknown[] }
    expect([because.text.length, kept.length]).toEqual([301, 1_000])
  })

  const wrong: { what: string; functions: object; over?: Partial<PluginCall>; says: string }[] = [
    {
      what: 'true',
      functions: { filter: () => true },
      says: "filter returned true for h2; return accept or reject('…')",
    },
    { what: 'a list', functions: { filter: () => [] }, says: 'filter returned a list for h2' },
    {
      what: 'a text as reason',
      functions: { filter: () => ({ ok: false, reason: 'no' }) },
      says: 'filter must say why',
    },
    {
      what: 'NaN',
      functions: { score: () => Number.NaN },
      over: { function: 'score' },
      says: 'score returned NaN for h2',
    },
    {
      what: 'infinity',
      functions: { score: () => Number.POSITIVE_INFINITY },
      over: { function: 'score' },
      says: 'score returned Infinity',
    },
    {
      what: 'a number as text',
      functions: { score: () => '7' },
      over: { function: 'score' },
      says: 'score returned 7',
    },
    {
      what: 'a score with a bare reason',
      functions: { score: () => ({ score: 7, because: 'so' }) },
      over: { function: 'score' },
      says: 'score must say why',
    },
    {
      what: 'a move without reason',
      functions: { balance: () => ({ move: {} }) },
      over: { function: 'balance' },
      says: 'balance must return move(…)',
    },
    {
      what: 'something skipped without reason',
      functions: { balance: () => stay('a', { skippedHosts: [{} as never] }) },
      over: { function: 'balance' },
      says: 'what was skipped needs its reason',
    },
    { what: 'nothing, having no such function', functions: {}, says: 'the unit has no filter function' },
    {
      what: 'anything about an unknown host',
      functions: { filter: () => accept },
      over: { hosts: [9] },
      says: 'not in its snapshot',
    },
    {
      what: 'anything about an unknown VM',
      functions: { filter: () => accept },
      over: { vm: 9 },
      says: 'not in its snapshot',
    },
  ]
  it.each(wrong)('does not accept $what, and says what to do', async ({ functions, over, says }) => {
    await expect(ask(functions, over)).rejects.toThrow(says)
  })
})

describe('viewOf', () => {
  it('knows a list of hosts by its number once it was given, and not before', () => {
    const { hostsOf } = viewOf(snapshot)
    expect(() => hostsOf({ list: 1 })).toThrow('not in its snapshot')
    expect(hostsOf({ list: 1, hosts: [2, 0] })).toEqual(asked)
    expect(hostsOf({ list: 1 })).toBe(hostsOf({ list: 1 }))
    expect(hostsOf({ list: 0, hosts: [0] })).toEqual([hosts[0]])
    expect(() => hostsOf({ list: 0 })).toThrow('not in its snapshot')
  })

  it('cannot be changed by one call for the next', () => {
    const { snapshot: frozen, vmsOn, clusterOf } = viewOf(aSnapshot({ clusters: [aCluster({ id: 'c' })] }))
    expect(() => Object.assign(frozen.hosts[0]?.statistics ?? {}, { cpuPercent: 0 })).toThrow(TypeError)
    expect(() => (frozen.vms as unknown[]).push(1)).toThrow(TypeError)
    expect([vmsOn('none'), clusterOf('c')?.id, clusterOf('none')]).toEqual([[], 'c', undefined])
  })
})

describe('exportsIn', () => {
  const unit = defineUnit({
    id: 'a',
    description: 'A',
    parameters: { most: integer({ label: 'm', help: 'm', min: 0, max: 1, default: 0 }) },
    filter: () => accept,
  })
  const scheduler = defineScheduler({
    id: 'a',
    name: 'Of its own',
    version: '1',
    writtenFor: '0.1',
    policies: ['Only'],
    parameters: {},
    loadBalance: () => advise('Nothing is to do.'),
  })
  it('finds units and schedulers however they are exported, each once', () => {
    const module = { default: unit, unit, other: 7, text: 'a', nothing: null, half: { id: 'b' }, scheduler }
    const { units, schedulers } = exportsIn(module)
    expect([[...units.values()], [...schedulers.values()]]).toEqual([[unit], [scheduler]])
  })
  it('is content with a scheduler alone', () => {
    expect([...exportsIn({ scheduler }).schedulers.keys()]).toEqual(['a'])
  })
  it('says when there is none, and when a name comes twice', () => {
    expect(() => exportsIn({ half: { id: 'b' } })).toThrow(
      'it exports no unit and no scheduler; write "export default defineUnit({ … })"',
    )
    expect(() => exportsIn({ a: unit, b: { ...unit } })).toThrow('two units with the id "a"')
    expect(() => exportsIn({ a: scheduler, b: { ...scheduler } })).toThrow('two schedulers with the id "a"')
  })
  it('declares a scheduler with the functions it has', () => {
    const { loadBalance: _, ...declared } = scheduler
    expect(schedulerDeclarationOf(scheduler)).toEqual({ ...declared, functions: ['loadBalance'] })
  })
  it('declares what can be sent', () => {
    expect(declarationOf(unit)).toEqual({
      id: 'a',
      description: 'A',
      parameters: unit.parameters,
      onFailure: undefined,
      functions: ['filter'],
    })
  })
})

describe('readLines', () => {
  it('joins what belongs together', async () => {
    const stream = new PassThrough()
    const lines: string[] = []
    readLines(stream, line => lines.push(line))
    for (const part of ['a', 'b\nc', 'd', 'e\n\nf\n', 'g']) stream.write(part)
    const cut = Buffer.from('ü\n')
    stream.write(cut.subarray(0, 1))
    stream.end(cut.subarray(1))
    await new Promise(resolve => stream.once('end', resolve))
    expect(lines).toEqual(['ab', 'cde', '', 'f', 'gü'])
  })
})
