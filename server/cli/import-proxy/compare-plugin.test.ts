import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseSnapshot } from '../../../shared/model/snapshot-schema.ts'
import { loadConfig } from '../../config/load-config.ts'
import { starterSnapshot } from '../units/unit-starters.ts'
import { comparePlugin } from './compare-plugin.ts'
import type { ProxyInstallation } from './find-installation.ts'
import { copyPlugins, planTakeOver } from './take-over.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-compare-'))
afterAll(() => rmSync(folder, { recursive: true }))

const { config } = loadConfig({ environment: {}, flags: { 'legacy.directory': '', 'units.directory': folder } })
const parsed = parseSnapshot(starterSnapshot)

async function compare(name: string, text: string) {
  const file = join(folder, name)
  writeFileSync(file, text)
  if (!parsed.ok) throw new Error(parsed.problems.join())
  return await comparePlugin(file, text, parsed.snapshot, config)
}

describe('comparePlugin', () => {
  it('tells function by function what is as before, what differs and what fails', async () => {
    const text = `import sys

class mixed(object):
    properties_validation = 'limit=^[0-9]+$'

    def do_filter(self, hosts, vm, properties):
        """Keeps all."""
        print(hosts)

    def do_score(self, hosts, vm, properties):
        print([(host, 49.5) for host in hosts])
        sys.stderr.write('careful')

    def do_balance(self, hosts, properties):
        print('no literal', 1)
`
    const { problems, units } = await compare('mixed.py', text)
    expect(problems).toEqual([])
    const [unit] = units
    expect(unit?.id).toBe('mixed')
    expect(unit?.functions).toEqual([
      { function: 'filter', verdict: 'same', text: 'keeps host1, host2' },
      {
        function: 'score',
        verdict: 'differs',
        text: expect.stringMatching(/^before: no answer that counts \(.*careful.*\); here: costs host1 50, host2 50$/),
      },
      { function: 'balance', verdict: 'fails', text: expect.stringMatching(/no Python literal/) },
    ])
  })

  it.each([
    { why: 'does not parse', text: 'class broken(:\n', says: /SyntaxError|invalid syntax/ },
    { why: 'has no unit', text: 'x = 1\n', says: /no class in it has do_filter/ },
  ])('says why a file that $why does not run', async ({ text, says }) => {
    const { problems, units } = await compare('bad.py', text)
    expect(units).toEqual([])
    expect(problems.join('\n')).toMatch(says)
  })
})

describe('planTakeOver', () => {
  it('copies what runs with its configuration, and leaves what is there otherwise', () => {
    const [from, to] = [mkdtempSync(join(folder, 'from-')), mkdtempSync(join(folder, 'to-'))]
    for (const name of ['a.py', 'b.py', 'c.py', 'a.conf']) writeFileSync(join(from, name), name)
    writeFileSync(join(to, 'b.py'), 'mine')
    writeFileSync(join(to, 'c.py'), 'c.py')
    const found: ProxyInstallation = {
      directory: from,
      because: 'as given',
      plugins: ['a.py', 'b.py', 'c.py'],
      configurations: ['a.conf'],
      hasService: true,
    }
    const plan = planTakeOver(found, ['a.py', 'b.py', 'c.py'], to)
    expect(plan.conflicts).toEqual([join(to, 'b.py')])
    expect(plan.commands.map(([program, verb]) => `${program} ${verb}`)).toEqual([
      'systemctl disable',
      'systemctl enable',
    ])
    copyPlugins(plan, to)
    expect([readFileSync(join(to, 'a.py'), 'utf8'), readFileSync(join(to, 'b.py'), 'utf8')]).toEqual(['a.py', 'mine'])
    expect(readFileSync(join(to, 'a.conf'), 'utf8')).toBe('a.conf')
    // A service that reads the old directory itself has nothing to copy.
    expect(planTakeOver(found, ['a.py'], from)).toMatchObject({ copies: [], conflicts: [] })
  })
})
