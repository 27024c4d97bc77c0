/**
 * The tests that ovirt-scheduler-proxy came with, restated: the calls its JUnit suite makes and what it checks, against
 * two Python plugins that behave as its fixtures do. Strict compatibility passes them all.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { XmlRpcValue } from '../../server/protocol/xmlrpc/xml-rpc-value.ts'
import { type PluginEndpoint, startPluginEndpoint } from '../fakes/start-plugin-endpoint.ts'
import { H1, H2, VM } from './original-plugins.ts'

const docs = {
  filters: 'This is a simple filter that returns all given host ID',
  scores: 'This is a simple score function that returns all given host ID with score 50',
  balance: `This is a fake balance function that always return the guid ${VM}`,
}

const plugins = {
  'test_plugin.py': `
class test_plugin(object):
    def do_filter(self, hosts, vm, args):
        """${docs.filters}"""
        print(list(hosts))

    def do_score(self, hosts, vm, args):
        """${docs.scores}"""
        print([(host, 50) for host in hosts])

    def do_balance(self, hosts, args):
        """${docs.balance}"""
        print(('${VM}', ['${H1}']))
`,
  'test_failing_plugin.py': `
class test_failing_plugin(object):
    def do_filter(self, hosts, vm, args):
        """Fails."""
        raise Exception('on purpose')

    def do_score(self, hosts, vm, args):
        """Fails."""
        raise Exception('on purpose')
`,
}
const hosts = [H1, H2]
type Reply = Readonly<Record<string, unknown>>
const hostsOf = (reply: Reply) => new Set(reply.result as XmlRpcValue[])
const hundredEach = new Set([`${H1} 100`, `${H2} 100`])

describe('the original project’s tests, strict', () => {
  let endpoint: PluginEndpoint
  beforeAll(async () => {
    endpoint = await startPluginEndpoint(plugins, {}, { 'units.compatibility': 'strict' })
  })
  afterAll(() => endpoint.close())

  const call = async (method: string, ...params: XmlRpcValue[]) => (await endpoint.call(method, ...params)) as Reply
  // Its client sends the properties as an empty text.
  const filters = (names: string[]) => call('runFilters', names, hosts, VM, '')
  const scores = (pairs: [string, number][]) => call('runCostFunctions', pairs, hosts, VM, '')

  it('testDiscover', async () => {
    const found = await call('discover')
    for (const [kind, doc] of Object.entries(docs)) expect(found[kind]).toMatchObject({ test_plugin: [doc, ''] })
    expect(Object.keys(found.filters as object)).toContain('test_failing_plugin')
    expect(Object.keys(found.balance as object)).toEqual(['test_plugin'])
  })
  it('testFilter', async () => {
    expect(hostsOf(await filters(['test_plugin']))).toEqual(new Set(hosts))
  })
  it('testFilterWithNotExistingPlugin', async () => {
    const unknown = 'NOTEXISTINGPLUGIN-1'
    const { result_code: code, plugin_errors: errors } = await filters([unknown])
    expect(code).not.toBe(0)
    expect(Object.keys(errors as object)).toEqual([unknown])
  })
  it('testFilterWithOnlyFailingPlugin', async () => {
    expect(hostsOf(await filters(['test_failing_plugin']))).toEqual(new Set(hosts))
  })
  it('testFilterWithFailingPlugin', async () => {
    expect(hostsOf(await filters(['test_plugin', 'test_failing_plugin']))).toEqual(new Set(hosts))
  })
  const scored = (reply: Reply) => new Set((reply.result as XmlRpcValue[][]).map(entry => entry.join(' ')))
  it('testScore: entries of exactly two elements', async () => {
    expect(scored(await scores([['test_plugin', 2]]))).toEqual(hundredEach)
  })
  it('testScoreWithFailingPlugin', async () => {
    const pairs: [string, number][] = [
      ['test_failing_plugin', 1],
      ['test_plugin', 2],
    ]
    expect(scored(await scores(pairs))).toEqual(hundredEach)
  })
  it('testBalance', async () => {
    const { result } = await call('runLoadBalancing', 'test_plugin', hosts, '')
    expect(result).toEqual([VM, [H1]])
  })
  it('asks a failing plugin however often it has failed', async () => {
    for (let n = 0; n < 12; n++) {
      expect(await filters(['test_failing_plugin'])).toEqual({
        result_code: 1,
        result: hosts,
        errors: ['all filters failed'],
      })
    }
  })
})
