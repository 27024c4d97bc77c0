import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aHost, aSnapshot, aVm } from '../../../test/fakes/builders.ts'
import {
  availableWrappers,
  question,
  startTestScript,
  type TestScript,
  type TestScriptOptions,
} from '../../../test/fakes/start-test-script.ts'
import { createFetchForPlugins } from '../plugins/fetch-for-plugin.ts'
import { PluginError } from '../plugins/loaded-plugin.ts'
import { pidsFrom } from './process-tree.ts'

const [wrapper = 'permission'] = await availableWrappers()

/** Past what boot.ts puts before it: whatever a plugin likes to say, on the stream that the service reads. */
const raw = `const rawly = text => Object.getPrototypeOf(process.stdout).write.call(process.stdout, text)`

/** A filter with this body; with no attempt it accepts. */
const unitWith = (body: string, head = '') => `
  import { accept, defineUnit, reject, text } from 'ovirt-scheduler/sdk'
  ${raw}
  ${head}
  export default defineUnit({
    id: 'unit', description: 'A unit', parameters: { attempt: text({ label: 'a', help: 'a', pattern: '^.*$', default: '' }) },
    async filter(vm, host, { attempt }, context) {
      if (!attempt) return accept
      ${body}
    },
  })`

const start = (body: string, { limits, ...options }: TestScriptOptions = {}) =>
  startTestScript(unitWith(body), { wrapper, limits: { callTimeoutMs: 400, ...limits }, ...options })

const attempt = (plugin: TestScript) => plugin.filter({ attempt: 'yes' })

/** A busy machine may take longer to start a process than a call waits for it. */
async function nextAnswer(plugin: TestScript): Promise<string | undefined> {
  for (;;) {
    try {
      return await plugin.filter()
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('it is being restarted'))) throw error
    }
  }
}

describe('a call that', () => {
  const loop = 'for (;;);'
  const cases: { does: string; body: string; fails: RegExp }[] = [
    { does: 'never ends', body: loop, fails: /^no answer in 400 ms$/ },
    { does: 'waits for ever', body: 'return new Promise(() => {})', fails: /^no answer in 400 ms$/ },
    {
      does: 'keeps the loop of events to itself',
      body: 'const on = () => queueMicrotask(on); on(); return new Promise(() => {})',
      fails: /^no answer in 400 ms$/,
    },
    {
      does: 'fills the heap',
      body: 'const all = []; for (;;) all.push(new Array(1e5).fill({}))',
      fails: /heap|ended|no answer/,
    },
    {
      does: 'fills memory beside the heap',
      body: 'const all = []; for (;;) { all.push(Buffer.alloc(1 << 23, 1)); await new Promise(setImmediate) }',
      fails: /MiB of memory|allocation failed|no answer/,
    },
    { does: 'ends the process', body: 'process.exit(0)', fails: /ended \(exit code 0\)/ },
    { does: 'ends the process without ado', body: 'process.reallyExit(3)', fails: /ended \(exit code 3\)/ },
    {
      does: 'throws where nobody catches',
      body: `setImmediate(() => { throw new Error('boom') }); return new Promise(() => {})`,
      fails: /ended \(exit code 1\): Error: boom/,
    },
    {
      does: 'rejects where nobody catches',
      body: `void Promise.reject(new Error('boom')); return new Promise(() => {})`,
      fails: /ended \(exit code 1\): Error: boom/,
    },
    {
      does: 'throws',
      body: `throw new TypeError('no such thing')`,
      fails: /^TypeError: no such thing \(plugin\.ts:\d+:\d+\)$/,
    },
    { does: 'throws something odd', body: `throw { toString: 1 }`, fails: /^threw something that cannot be shown$/ },
    {
      does: 'throws an error without a proper stack',
      body: `throw Object.assign(new Error('a'), { stack: 7 })`,
      fails: /cannot be shown/,
    },
    { does: 'throws a novel', body: `throw new Error('x'.repeat(1e7))`, fails: /^Error: x{100}/ },
    { does: 'runs out of stack', body: 'const down = () => down() + 1; return down()', fails: /RangeError/ },
    { does: 'returns nothing', body: 'return', fails: /filter returned undefined for host1/ },
    { does: 'rejects without a reason', body: 'return { ok: false }', fails: /filter must say why/ },
    { does: 'floods its output', body: `for (;;) rawly('x'.repeat(65_535) + '\\n')`, fails: /is no answer/ },
    { does: 'floods with blank lines', body: `for (;;) rawly('\\n'.repeat(65_535))`, fails: /is no answer/ },
    {
      does: 'never ends its line',
      body: `for (;;) rawly('x'.repeat(65_535))`,
      fails: /a line of more than 67584 bytes/,
    },
    {
      does: 'floods its error stream',
      body: `for (let n = 0; n < 2_000; n += 1) process.stderr.write('x'.repeat(65_535)); for (;;);`,
      fails: /./,
    },
    {
      does: 'floods the service with requests to fetch',
      body: `for (let id = 1e6; ; id += 1) { rawly(JSON.stringify({ say: 'fetch', id, call: 1, url: 'http://a/' }) + '\\n'); await new Promise(setImmediate) }`,
      fails: /is no answer/,
    },
  ]
  it.each(cases)('$does fails by itself, and the next is answered', async ({ body, fails }) => {
    await using plugin = await start(body)
    await expect(attempt(plugin)).rejects.toThrow(fails)
    expect(await nextAnswer(plugin)).toBeUndefined()
  })

  const forged: { what: string; line: string }[] = [
    { what: 'an answer to nothing', line: `{"say":"answer","id":999,"answer":[1]}` },
    { what: 'an answer without a number', line: `{"say":"answer","answer":[1]}` },
    { what: 'an answer to a fraction', line: `{"say":"answer","id":1.5,"answer":[1]}` },
    { what: 'a failure of nothing', line: `{"say":"failed","id":999,"problem":"a"}` },
    { what: 'that it is ready, again', line: `{"say":"ready","units":[]}` },
    { what: 'that it is broken after all', line: `{"say":"broken","problem":"a"}` },
    { what: 'a request to fetch for another call', line: `{"say":"fetch","id":1,"call":77,"url":"http://a/"}` },
    { what: 'NaN', line: `{"say":"answer","id":1,"answer":NaN}` },
    { what: 'null', line: 'null' },
    { what: 'a list', line: '[]' },
    { what: 'an inherited message', line: `{"__proto__":{"say":"answer","id":1,"answer":[1]}}` },
    { what: 'brackets without end', line: '['.repeat(60_000) },
  ]
  it.each(forged)('says $what is ended, and the next is answered', async ({ line }) => {
    await using plugin = await start(`rawly(${JSON.stringify(`${line}\n`)}); return new Promise(() => {})`)
    await expect(attempt(plugin)).rejects.toThrow('it sent something that is no answer')
    expect(await nextAnswer(plugin)).toBeUndefined()
  })

  const answers: { what: string; answer: string; fails: RegExp }[] = [
    { what: 'for too many hosts', answer: '[1,1]', fails: /1 hosts were asked about, the answer is for 2/ },
    { what: 'for no host', answer: '[]', fails: /the answer is for 0/ },
    { what: 'that is none', answer: '{"length":1}', fails: /the answer is for none/ },
    { what: 'with a bare no', answer: '[0]', fails: /refers to no reason/ },
    {
      what: 'with brackets within brackets',
      answer: `[${'['.repeat(20_000)}${']'.repeat(20_000)}]`,
      fails: /agreed form/,
    },
    { what: 'with an empty reason', answer: '[{"text":"\\u0000 \\n"}]', fails: /needs a sentence/ },
    { what: 'with an inherited reason', answer: '[{"__proto__":{"text":"a"}}]', fails: /needs a sentence/ },
  ]
  it.each(answers)('forges an answer $what is told so', async ({ answer, fails }) => {
    // Calls are numbered from 1: it answers itself before boot.ts can.
    const line = `{"say":"answer","id":1,"answer":${answer}}\n`
    await using plugin = await start(`rawly(${JSON.stringify(line)}); return new Promise(() => {})`)
    await expect(attempt(plugin)).rejects.toThrow(fails)
  })

  it('answers twice is ended at the second time', async () => {
    await using plugin = await start(`rawly('{"say":"answer","id":1,"answer":[1]}\\n'); return accept`)
    expect(await attempt(plugin)).toBeUndefined()
    await once(plugin.children[0] as NonNullable<(typeof plugin.children)[0]>, 'close')
    expect(await nextAnswer(plugin)).toBeUndefined()
  })
})

describe('beside a plugin that', () => {
  const cases: { does: string; body: string }[] = [
    { does: 'never ends', body: 'for (;;);' },
    { does: 'fills its heap', body: 'const all = []; for (;;) all.push(new Array(1e5).fill({}))' },
    { does: 'floods its output', body: `for (;;) rawly('x'.repeat(60_000))` },
    {
      does: 'claims to be another',
      body: `for (let id = 1; ; id += 1) rawly('{"say":"answer","id":' + id + ',"answer":[{"text":"forged"}]}\\n')`,
    },
  ]
  it.each(cases)('$does, another one’s calls are answered, rightly and meanwhile', async ({ body }) => {
    await using hostile = await start(body)
    await using good = await startTestScript(unitWith(`return reject('mine ' + vm.name)`), { wrapper })
    let isSettled = false
    const failed = attempt(hostile)
      .catch(() => {})
      .finally(() => {
        isSettled = true
      })
    const answered = []
    while (!isSettled || answered.length < 20) answered.push(await attempt(good))
    await failed
    expect(new Set(answered)).toEqual(new Set(['mine vm1']))
  })

  it('is killed, its own calls that merely waited are asked again of the spare', async () => {
    await using plugin = await start('for (;;);', { limits: { hasSpare: true } })
    const outcomes = await Promise.allSettled([attempt(plugin), plugin.filter(), plugin.filter()])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    expect(plugin.plugin.restarts()).toEqual({ count: 1, lastReason: 'no answer in 400 ms' })
    expect(plugin.children.length).toBeLessThanOrEqual(3)
  })

  it('does not read, the service keeps no more than one snapshot for it', async () => {
    await using plugin = await start(
      `process.stdin.removeAllListeners('data').pause(); setInterval(() => {}, 1_000); return reject('deaf')`,
    )
    expect(await attempt(plugin)).toBe('deaf')
    const vms = Array.from({ length: 5_000 }, (_, index) => aVm({ id: `vm${index}` }))
    for (let round = 0; round < 20; round += 1) plugin.plugin.show(aSnapshot({ vms }))
    const [child] = plugin.children
    expect(child?.stdin.writableLength).toBeLessThan(3_000_000)
    await expect(plugin.filter()).rejects.toThrow('no answer in 400 ms')
    expect(await nextAnswer(plugin)).toBeUndefined()
  })

  it('computes when nothing is asked is stopped', { timeout: 20_000 }, async () => {
    await using plugin = await start(`setTimeout(() => { for (;;); }); return reject('later')`)
    expect(await attempt(plugin)).toBe('later')
    await once(plugin.children[0] as NonNullable<(typeof plugin.children)[0]>, 'close')
    expect(await nextAnswer(plugin)).toBeUndefined()
    expect(plugin.plugin.restarts().lastReason).toMatch(/^it kept a core busy while nothing was asked of it$/)
  })

  it('leaves timers behind, they do no harm', async () => {
    await using plugin = await start(`setInterval(() => {}, 0); return reject('on')`)
    expect([await attempt(plugin), await attempt(plugin), await plugin.filter()]).toEqual(['on', 'on', undefined])
  })
})

describe('a file that', () => {
  const unit = `export default { id: 'a', description: 'a', parameters: {}, filter: () => ({ ok: true }) }`
  const cases: { does: string; source: string; fails: RegExp }[] = [
    { does: 'never ends', source: 'for (;;);', fails: /^it was not loaded in 400 ms$/ },
    {
      does: 'waits for ever',
      source: `setInterval(() => {}, 1000); await new Promise(() => {}); ${unit}`,
      fails: /not loaded|exit code 13/,
    },
    { does: 'waits for nothing', source: `await new Promise(() => {}); ${unit}`, fails: /exit code 13|not loaded/ },
    {
      does: 'fills the heap',
      source: 'const all = []; for (;;) all.push(new Array(1e5).fill({}))',
      fails: /heap|ended/,
    },
    { does: 'ends the process', source: 'process.exit(5)', fails: /exit code 5/ },
    {
      does: 'throws and leaves a timer',
      source: `setInterval(() => {}, 1); throw new Error('no')`,
      fails: /^Error: no \(plugin\.ts:1:33\)$/,
    },
    { does: 'has no unit', source: 'export const a = 1', fails: /exports no unit/ },
    {
      does: 'has one unit twice',
      source: `${unit}; export const b = { id: 'a', filter() {} }`,
      fails: /two units with the id "a"/,
    },
    { does: 'is no JavaScript', source: 'export const', fails: /SyntaxError/ },
    {
      does: 'forges its units',
      source: `${raw}; rawly(JSON.stringify({ say: 'ready', units: [7], schedulers: [] }) + '\\n'); ${unit}`,
      fails: /a unit: Invalid input/,
    },
    {
      does: 'has units without number',
      source: `${raw}; rawly(JSON.stringify({ say: 'ready', units: Array(5_000).fill(1), schedulers: [] }) + '\\n')`,
      fails: /exports 5000 units/,
    },
    {
      does: 'talks before it is loaded',
      source: `${raw}; rawly(JSON.stringify({ say: 'answer', id: 1 }) + '\\n'); ${unit}`,
      fails: /is no answer/,
    },
  ]
  it.each(cases)('$does is refused, and nothing of it goes on', async ({ does, source, fails }) => {
    const loading = startTestScript(source, {
      wrapper,
      limits: { loadTimeoutMs: /^(never|waits)/.test(does) ? 400 : 10_000 },
    })
    await expect(loading).rejects.toThrow(fails)
    await expect(loading).rejects.toThrow(PluginError)
  })
})

describe('fetch', () => {
  const server = createServer((request, response) => {
    if (request.url === '/moved') response.writeHead(302, { location: 'http://localhost/elsewhere' }).end()
    else if (request.url === '/big') response.end('x'.repeat(2_000_000))
    else if (request.url === '/never') response.write('begun')
    else response.writeHead(418).end(`headers: ${Object.keys(request.headers).join()}`)
  })
  let host: string
  const fetch = createFetchForPlugins(300)
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    await fetch.close()
    server.closeAllConnections()
    server.close()
  })

  const startFetching = (body: string) => start(body, { fetch, grant: { fetchHosts: [host] } })

  const cases: { what: string; url: () => string; says: RegExp }[] = [
    { what: 'a granted host', url: () => `http://${host}/`, says: /^418 headers: host,connection,accept,user-agent$/ },
    { what: 'a redirect, which is not followed', url: () => `http://${host}/moved`, says: /^302 $/ },
    { what: 'a large body', url: () => `http://${host}/big`, says: /^refused: the reply has more than 1048576 bytes$/ },
    { what: 'a body without end', url: () => `http://${host}/never`, says: /^refused: .*(timeout|aborted)/ },
    { what: 'another host', url: () => 'http://example.com/', says: /^refused: example.com is not among the hosts/ },
    { what: 'another port', url: () => 'http://127.0.0.1:1/', says: /^refused: 127.0.0.1:1 is not among/ },
    {
      what: 'another spelling of the host',
      url: () => `http://localhost:${host.split(':')[1]}/`,
      says: /^refused: localhost/,
    },
    { what: 'a password', url: () => `http://a:b@${host}/`, says: /^refused: a URL with a password/ },
    { what: 'a file', url: () => 'file:///etc/passwd', says: /^refused: file: is not fetched/ },
    { what: 'no URL', url: () => 'metrics', says: /^refused: "metrics" is no URL/ },
  ]
  it.each(cases)('of $what', async ({ url, says }) => {
    await using plugin = await startFetching(`
      const reply = await context.fetch(attempt).catch(error => ({ status: 'refused:', body: error.message }))
      return reject(reply.status + ' ' + reply.body.slice(0, 200))`)
    expect((await plugin.filter({ attempt: url() }))?.trimEnd()).toMatch(new RegExp(says.source.replace(' $', '$')))
  })

  it('is done sixteen times a call, and then refused', async () => {
    await using plugin = await startFetching(`
      const replies = await Promise.allSettled(Array.from({ length: 40 }, () => context.fetch(attempt)))
      return reject(replies.filter(({ status }) => status === 'fulfilled').length + ' ' + replies.at(-1).reason.message)`)
    expect(await plugin.filter({ attempt: `http://${host}/` })).toBe('16 one call may fetch 16 times')
  })
})

describe('when a plugin is unloaded', () => {
  it('calls under way are answered, and then nothing of it runs', async () => {
    const plugin = await start(`await new Promise(done => setTimeout(done, 50)); return reject('late')`, {
      limits: { hasSpare: true },
    })
    const call = attempt(plugin)
    const pids = plugin.children.flatMap(({ pid }) => pidsFrom(pid ?? 0))
    await plugin[Symbol.asyncDispose]()
    expect(await call).toBe('late')
    expect(pids.flatMap(pid => pidsFrom(pid).slice(1))).toEqual([])
    for (const { exitCode, signalCode } of plugin.children) expect(exitCode ?? signalCode).not.toBeNull()
  })
})

describe('many hosts', () => {
  it('are answered in their order, with reasons of any length', async () => {
    const hosts = Array.from({ length: 400 }, (_, index) => aHost({ id: `h${index}` }))
    await using plugin = await startTestScript(
      unitWith(`return reject(host.id + ' ' + 'ü'.repeat(1_000), { text: 'ü'.repeat(250), more: 1 })`),
      { wrapper },
    )
    const { runner } = plugin.plugin.units[0] ?? {}
    if (runner?.needs !== 'facts') throw new Error('no unit')
    const asked = { ...question, snapshot: aSnapshot({ hosts }), hosts: hosts.toReversed() }
    const verdicts = await runner.filter?.(asked, { values: { attempt: 'yes' }, properties: {} })
    for (const { id } of hosts)
      expect(verdicts?.get(id)).toMatchObject({
        ok: false,
        reason: { text: expect.stringMatching(new RegExp(`^${id} ü+…$`)) },
      })
  })
})
