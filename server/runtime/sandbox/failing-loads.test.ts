import { describe, expect, it } from 'vitest'
import { startTestScript } from '../../../test/fakes/start-test-script.ts'
import { bestWrapper, raw } from '../../../test/fakes/unruly-script.ts'
import { PluginError } from '../plugins/loaded-plugin.ts'

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
      wrapper: bestWrapper,
      limits: { loadTimeoutMs: /^(never|waits)/.test(does) ? 400 : 10_000 },
    })
    await expect(loading).rejects.toThrow(fails)
    await expect(loading).rejects.toThrow(PluginError)
  })
})
