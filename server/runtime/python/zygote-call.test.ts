import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { endedWell, isGone, pythonFilter } from '../../../test/fakes/python-filter.ts'
import { spawnPlainly, startTestPlugin } from './start-test-plugin.ts'

describe('call', () => {
  it('imports the plugin and what lies beside it afresh for each call', async () => {
    const body = 'sibling.seen.append(1)\nseen.append(1)\nprint(seen, sibling.seen, sys.modules["plugin"].__name__)'
    await using zygote = await startTestPlugin(pythonFilter(body, 'import sibling\nseen = []'), {
      files: { 'sibling.py': 'seen = []\n' },
    })
    for (const _ of [1, 2])
      expect(await zygote.run('do_filter')).toMatchObject({ ...endedWell, stdout: '[1] [1] plugin\n' })
  })

  it('notices a changed file', async () => {
    await using zygote = await startTestPlugin(pythonFilter('print(1)'))
    expect(await zygote.run('do_filter')).toMatchObject({ stdout: '1\n' })
    await writeFile(join(zygote.dir, 'plugin.py'), pythonFilter('print("changed")'))
    expect(await zygote.run('do_filter')).toMatchObject({ stdout: 'changed\n' })
  })

  it('looks like python3 -c to the plugin', async () => {
    const body = 'print([sys.argv, sys.path[0], os.getcwd() == os.path.dirname(__file__), __name__, sys.stdin.read()])'
    await using zygote = await startTestPlugin(pythonFilter(body))
    expect(await zygote.run('do_filter')).toMatchObject({ stdout: "[['-c'], '', True, 'plugin', '']\n" })
  })

  it('leaves nothing of the protocol open', async () => {
    const body = 'print(sorted(os.listdir("/proc/self/fd")))'
    const plainly = execFileSync('python3', ['-c', `import os; ${body}`], { encoding: 'utf8' })
    await using zygote = await startTestPlugin(pythonFilter(body))
    const [first, second] = await Promise.all([zygote.run('do_filter'), zygote.run('do_filter')])
    for (const run of [first, second]) expect(run.stdout).toBe(plainly)
  })

  it('prefers a module of the plugin directory to one that only the zygote needed', async () => {
    await using zygote = await startTestPlugin(pythonFilter('print(selectors.own)', 'import selectors'), {
      files: { 'selectors.py': 'own = True\n' },
    })
    expect(await zygote.run('do_filter')).toMatchObject({ ...endedWell, stdout: 'True\n' })
  })

  it('imports ahead what lies elsewhere, and nothing when that starts a thread', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'elsewhere-'))
    const started = 'import os\npid = os.getpid()\n'
    await writeFile(join(elsewhere, 'calm.py'), started)
    await writeFile(join(elsewhere, 'busy.py'), `${started}import threading\nthreading.Timer(60, print).start()\n`)
    const env = { ...process.env, PYTHONPATH: elsewhere }
    for (const [name, isAhead] of [
      ['calm', true],
      ['busy', false],
    ] as const) {
      const body = `print(${name}.pid == os.getppid(), flush=True)\nos._exit(0)`
      await using zygote = await startTestPlugin(pythonFilter(body, `import ${name}`), {
        spawn: command => spawnPlainly(command, env),
      })
      expect(await zygote.run('do_filter')).toMatchObject({ ...endedWell, stdout: isAhead ? 'True\n' : 'False\n' })
    }
    await rm(elsewhere, { recursive: true })
  })

  it('goes on when the process held ready is killed', async () => {
    await using zygote = await startTestPlugin(pythonFilter('print(1)'))
    await zygote.load(10_000)
    // The only child of an idle zygote.
    const children = `/proc/${zygote.pid}/task/${zygote.pid}/children`
    const spare = async () => Number(await readFile(children, 'utf8'))
    for (let attempt = 0; attempt < 1_000 && (await spare()) === 0; attempt++) await setImmediate()
    const pid = await spare()
    expect(pid).toBeGreaterThan(0)
    process.kill(pid, 'SIGKILL')
    expect(await isGone(pid)).toBe(true)
    expect(await zygote.run('do_filter')).toMatchObject({ ...endedWell, stdout: '1\n' })
  })

  it('has other random numbers each time', async () => {
    await using zygote = await startTestPlugin(pythonFilter('print(random.random())', 'import random'))
    const runs = await Promise.all([zygote.run('do_filter'), zygote.run('do_filter')])
    expect(new Set(runs.map(({ stdout }) => stdout)).size).toBe(2)
  })

  const endings = [
    {
      body: 'raise ValueError("no")',
      expected: { exit: 1, stderr: expect.stringMatching(/^Traceback (.*\n){3,}ValueError: no\n$/) },
    },
    { body: 'sys.exit(7)', expected: { exit: 7 } },
    { body: 'sys.exit("why")', expected: { exit: 1, stderr: 'why\n' } },
    { body: 'os.kill(os.getpid(), 11)', expected: { exit: null, signal: 'SIGSEGV' } },
    { body: 'os._exit(5)', expected: { exit: 5 } },
    { body: 'sys.stdout.write("out"); sys.stderr.write("err")', expected: { exit: 0, stdout: 'out', stderr: 'err' } },
    { body: 'import atexit; atexit.register(lambda: print("late"))', expected: { exit: 0, stdout: 'late\n' } },
    {
      body: 'import threading; threading.Timer(0.05, lambda: print("thread")).start()',
      expected: { stdout: 'thread\n' },
    },
    { body: 'os.write(1, b"\\xff")', expected: { stdout: '\udcff' } },
  ]
  for (const { body, expected } of endings) {
    it(`reports the end of: ${body}`, async () => {
      await using zygote = await startTestPlugin(pythonFilter(body))
      expect(await zygote.run('do_filter')).toMatchObject(expected)
    })
  }

  it('names a class or a method that is missing as Python does', async () => {
    await using zygote = await startTestPlugin(pythonFilter('pass'))
    const run = await zygote.run('do_balance')
    expect(run).toMatchObject({ exit: 1, stderr: expect.stringContaining("object has no attribute 'do_balance'") })
  })

  it('takes arguments beyond what a command line holds', async () => {
    await using zygote = await startTestPlugin(
      pythonFilter('print(hosts == ["h%d" % i for i in range(100000)], vm, properties)'),
    )
    const hosts = Array.from({ length: 100_000 }, (_, index) => `h${index}`)
    const odd = { 'ключ\n': `a"'\\ \u2028 ${'x'.repeat(300_000)}`, none: null, list: [1, true] }
    const run = await zygote.run('do_filter', [hosts, 'vm', odd])
    expect(run).toMatchObject(endedWell)
    expect(run.stdout).toContain("True vm {'ключ\\n':")
  })

  it('runs calls at the same time', async () => {
    // Each waits for the other: one after the other, none would end.
    const body = `mine, other = hosts
open(mine, "w").close()
while not os.path.exists(other): pass
print(vm)`
    await using zygote = await startTestPlugin(pythonFilter(body))
    const runs = await Promise.all([
      zygote.run('do_filter', [['a', 'b'], 1, {}]),
      zygote.run('do_filter', [['b', 'a'], 2, {}]),
    ])
    expect(runs.map(({ stdout }) => stdout)).toEqual(['1\n', '2\n'])
  })
})
