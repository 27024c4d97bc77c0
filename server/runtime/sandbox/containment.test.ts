/** What a plugin does harms no other, nor the service, nor itself later. */
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { aHost, aSnapshot, aVm } from '../../../test/fakes/builders.ts'
import { question, startTestScript } from '../../../test/fakes/start-test-script.ts'
import { attempt, bestWrapper, nextAnswer, startUnruly, unitWith } from '../../../test/fakes/unruly-script.ts'
import { pidsFrom } from './process-tree.ts'

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
    await using hostile = await startUnruly(body)
    await using good = await startTestScript(unitWith(`return reject('mine ' + vm.name)`), { wrapper: bestWrapper })
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
    await using plugin = await startUnruly('for (;;);', { limits: { hasSpare: true } })
    const outcomes = await Promise.allSettled([attempt(plugin), plugin.filter(), plugin.filter()])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    expect(plugin.plugin.restarts()).toEqual({ count: 1, lastReason: 'no answer in 400 ms' })
    expect(plugin.children.length).toBeLessThanOrEqual(3)
  })

  it('does not read, the service keeps no more than one snapshot for it', async () => {
    await using plugin = await startUnruly(
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
    await using plugin = await startUnruly(`setTimeout(() => { for (;;); }); return reject('later')`)
    expect(await attempt(plugin)).toBe('later')
    await once(plugin.children[0] as NonNullable<(typeof plugin.children)[0]>, 'close')
    expect(await nextAnswer(plugin)).toBeUndefined()
    expect(plugin.plugin.restarts().lastReason).toMatch(/^it kept a core busy while nothing was asked of it$/)
  })

  it('leaves timers behind, they do no harm', async () => {
    await using plugin = await startUnruly(`setInterval(() => {}, 0); return reject('on')`)
    expect([await attempt(plugin), await attempt(plugin), await plugin.filter()]).toEqual(['on', 'on', undefined])
  })
})

describe('when a plugin is unloaded', () => {
  it('calls under way are answered, and then nothing of it runs', async () => {
    const plugin = await startUnruly(`await new Promise(done => setTimeout(done, 50)); return reject('late')`, {
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
      { wrapper: bestWrapper },
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
