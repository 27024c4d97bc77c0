import { describe, expect, it } from 'vitest'
import { endedWell, pythonFilter } from '../../../test/fakes/python-filter.ts'
import { startTestPlugin } from './start-test-plugin.ts'

describe('load', () => {
  it('tells every class with a method of ours, imported and inherited ones too', async () => {
    await using zygote = await startTestPlugin(
      `from sibling import Imported
class Base(object):
    properties_validation = 7
    def do_score(self, hosts, vm, properties):
        'Scores.\\nTwice.'
class Derived(Base):
    def do_balance(self, hosts, properties): pass
class Other(object): pass
`,
      { files: { 'sibling.py': 'class Imported(object):\n    def do_filter(self, *args): "One line"\n' } },
    )
    const { found, ...run } = await zygote.load(10_000)
    expect(run).toMatchObject({ ...endedWell, stdout: '' })
    const scores = { method: 'do_score', doc: 'Scores.\nTwice.', regex: '7', regexType: 'int' }
    expect(found).toEqual([
      { class: 'Base', ...scores },
      { class: 'Derived', ...scores },
      { class: 'Derived', method: 'do_balance', doc: '', regex: '7', regexType: 'int' },
      { class: 'Imported', method: 'do_filter', doc: 'One line', regex: '', regexType: 'str' },
    ])
  })

  it('keeps apart what the plugin prints while it is imported', async () => {
    await using zygote = await startTestPlugin(pythonFilter('pass', 'print("out")\nsys.stderr.write("err")'))
    const loaded = await zygote.load(10_000)
    expect(loaded).toMatchObject({ exit: 0, stdout: 'out\n', stderr: 'err' })
    expect(loaded.found).toHaveLength(1)
  })

  const broken = [
    { why: 'a syntax error', source: 'class P(:\n', stderr: /SyntaxError: invalid syntax\n$/ },
    {
      why: 'an exception',
      source: 'raise ValueError("no")\n',
      stderr: /plugin\.py", line 1, in <module>\n.*\nValueError: no\n$/,
    },
    {
      why: 'a missing module',
      source: 'import nothing_of_that_name\n',
      stderr: /No module named 'nothing_of_that_name'\n$/,
    },
  ]
  for (const { why, source, stderr } of broken) {
    it(`finds nothing in a file with ${why}`, async () => {
      await using zygote = await startTestPlugin(source)
      expect(await zygote.load(10_000)).toMatchObject({ exit: 1, stderr: expect.stringMatching(stderr), found: null })
    })
  }

  it('takes exit at import for the end it is', async () => {
    await using zygote = await startTestPlugin('import sys\nsys.exit(3)\n')
    expect(await zygote.load(10_000)).toMatchObject({ exit: 3, found: null })
  })
})
