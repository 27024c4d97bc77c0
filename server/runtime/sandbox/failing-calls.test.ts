import { describe, expect, it } from 'vitest'
import { attempt, nextAnswer, startUnruly } from '../../../test/fakes/unruly-script.ts'

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
    await using plugin = await startUnruly(body)
    await expect(attempt(plugin)).rejects.toThrow(fails)
    expect(await nextAnswer(plugin)).toBeUndefined()
  })
})
