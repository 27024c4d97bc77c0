import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseXml, type XmlElement } from '../../server/simulator/wire/xml-element.ts'
import { advanceUntil, hostNamed, vmNamed } from '../fakes/sim-world.ts'
import { aSimulatedEngine, type SimulatedEngine } from '../fakes/simulated-engine.ts'

/**
 * What the Go and the Python SDK sent when they were run against the simulated engine, replayed in order. `root` is
 * the tag their readers are chosen by. See test/fixtures/engine-sdk/README.md.
 */
const recording = z.object({
  sdk: z.string(),
  exchanges: z.array(
    z.object({
      why: z.string(),
      method: z.string(),
      path: z.string(),
      body: z.string().optional(),
      status: z.number(),
      root: z.string().optional(),
      as: z.string().optional(),
      until: z.string().optional(),
    }),
  ),
})

const load = (name: string) =>
  recording.parse(JSON.parse(readFileSync(new URL(`../fixtures/engine-sdk/${name}.json`, import.meta.url), 'utf8')))

for (const name of ['go', 'python']) {
  const { sdk, exchanges } = load(name)

  it(`answers ${sdk} as it expects, from login to logout`, async () => {
    const engine = await aSimulatedEngine()
    const ids = idsOf(engine)
    for (const exchange of exchanges) {
      const isForm = /\/(sso|services)\//.test(exchange.path)
      const media = isForm ? 'application/json' : 'application/xml'
      const path = fill(exchange.path, ids)
      const reply = await engine.call(path, {
        method: exchange.method,
        token: isForm ? undefined : ids.get('token'),
        headers: {
          Accept: media,
          'Content-Type': isForm ? 'application/x-www-form-urlencoded' : media,
          'User-Agent': `${sdk}/4`,
          ...(isForm ? {} : { Version: '4' }),
        },
        ...(exchange.body === undefined ? {} : { body: fill(exchange.body, ids) }),
      })
      const label = `${exchange.why}: ${exchange.method} ${path}`
      expect([label, reply.status]).toEqual([label, exchange.status])

      if (isForm) {
        expect(reply.headers.get('content-type'), label).toMatch(/^application\/json/)
        if (reply.json.access_token !== undefined) ids.set('token', String(reply.json.access_token))
      } else if (exchange.root !== undefined) {
        expect(reply.headers.get('content-type'), label).toMatch(/^(application|text)\/xml/)
        const root = parseXml(reply.text)
        expect([label, root.name]).toEqual([label, exchange.root])
        expect([label, ...readingProblems(root)]).toEqual([label])
        if (exchange.as !== undefined) ids.set(exchange.as, root.attributes.id ?? '')
      } else {
        expect([label, reply.text]).toEqual([label, ''])
      }
      if (exchange.until !== undefined) await settle(engine, fill(exchange.until, ids))
    }
  })
}

describe('what the SDKs cannot read', () => {
  const cases = [
    { why: 'an id that is an element', xml: '<vm><id>1</id></vm>' },
    { why: 'a foreign child in a collection', xml: '<vms><vm id="1"/><size>1</size></vms>' },
    { why: 'an href outside the API', xml: '<vm href="/other/vms/1" id="1"/>' },
    { why: 'nanoseconds', xml: '<event id="1"><time>2026-08-19T12:00:00.123456789Z</time></event>' },
    { why: 'a date without offset', xml: '<event id="1"><time>2026-08-19T12:00:00.123</time></event>' },
  ]
  for (const { why, xml } of cases)
    it(`is noticed: ${why}`, () => expect(readingProblems(parseXml(xml))).toHaveLength(1))
})

function idsOf(engine: SimulatedEngine): Map<string, string> {
  const { world } = engine
  const vm = vmNamed(world, 'app-01')
  const targets = world.migrationTargets([vm.id]).filter(id => id !== vm.hostId)
  const stopped = [...world.state.vms.values()].find(({ status }) => status === 'down')
  return new Map(
    Object.entries({
      vm: vm.id,
      secondVm: vmNamed(world, 'app-02').id,
      stoppedVm: stopped?.id ?? '',
      host: hostNamed(world, 'host1').id,
      source: vm.hostId ?? '',
      destination: targets[0] ?? '',
      cluster: vm.clusterId,
      originalPolicy: world.state.clusters.get(vm.clusterId)?.policyId ?? '',
      user: [...world.state.users.values()].find(({ login }) => login === 'admin')?.id ?? '',
    }),
  )
}

function fill(text: string, ids: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids.get(name)
    if (id === undefined || id === '') throw new Error(`nothing is known as ${name} yet`)
    return id
  })
}

/** `<id> <status>`: lets simulated time pass until the VM or host is in that state. */
async function settle({ world }: SimulatedEngine, condition: string): Promise<void> {
  const [id = '', status] = condition.split(' ')
  await advanceUntil(world, () => (world.state.vms.get(id) ?? world.state.hosts.get(id))?.status === status, 7_200)
}

const DATES = new Set(['time', 'start_time', 'end_time', 'stop_time', 'last_updated'])
const COLLECTION =
  /^(hosts|vms|clusters|events|statistics|tags|permissions|values|properties|filters|weights|balances)$/

/** What the SDKs' readers trip over: they take every child of a collection for an item, ids and hrefs from attributes. */
function readingProblems(element: XmlElement): readonly string[] {
  const own: string[] = []
  const { name, children, attributes, text } = element
  if (name === 'id' || name === 'href') own.push(`${name} is an element`)
  if (COLLECTION.test(name) && new Set(children.map(child => child.name)).size > 1) own.push(`${name} is mixed`)
  if (attributes.href !== undefined && !attributes.href.startsWith('/ovirt-engine/api/')) own.push(attributes.href)
  const isDate = DATES.has(name) && children.length === 0
  if (isDate && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/.test(text))
    own.push(`${name} is ${text}`)
  // The root's summary names its figures like collections.
  return name === 'summary' ? own : [...own, ...children.flatMap(readingProblems)]
}
