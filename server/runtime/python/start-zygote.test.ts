import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { spawnPlainly, startTestPlugin } from './start-test-plugin.ts'

const spawnNode = (script: string) => spawnPlainly([process.execPath, '-e', script])

/**
 * A killed process may take a moment to be gone, on a busy machine a long one. A zombie that nobody waits for, as in a
 * container, is gone too.
 */
async function isGone(pid: number): Promise<boolean> {
  const untilMs = performance.now() + 5_000
  while (performance.now() < untilMs) {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').then(
      stat => stat.slice(stat.lastIndexOf(')') + 2)[0],
      () => undefined,
    )
    if (state === undefined || state === 'Z') return true
    await setImmediate()
  }
  return false
}

const ok = { exit: 0, signal: null, timedOut: false, overflow: false, stderr: '' }

/** A class P whose do_filter runs the lines given. */
const plugin = (body: string, head = '') => `
import os, sys
${head}
class P(object):
    properties_validation = 'a=[0-9]*'
    def do_filter(self, hosts, vm, properties):
        """Described."""
${body.replace(/^/gm, '        ')}
`

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
    expect(run).toMatchObject({ ...ok, stdout: '' })
    const scores = { method: 'do_score', doc: 'Scores.\nTwice.', regex: '7', regexType: 'int' }
    expect(found).toEqual([
      { class: 'Base', ...scores },
      { class: 'Derived', ...scores },
      { class: 'Derived', method: 'do_balance', doc: '', regex: '7', regexType: 'int' },
      { class: 'Imported', method: 'do_filter', doc: 'One line', regex: '', regexType: 'str' },
    ])
  })

  it('keeps apart what the plugin prints while it is imported', async () => {
    await using zygote = await startTestPlugin(plugin('pass', 'print("out")\nsys.stderr.write("err")'))
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

describe('call', () => {
  it('imports the plugin and what lies beside it afresh for each call', async () => {
    const body = 'sibling.seen.append(1)\nseen.append(1)\nprint(seen, sibling.seen, sys.modules["plugin"].__name__)'
    await using zygote = await startTestPlugin(plugin(body, 'import sibling\nseen = []'), {
      files: { 'sibling.py': 'seen = []\n' },
    })
    for (const _ of [1, 2]) expect(await zygote.run('do_filter')).toMatchObject({ ...ok, stdout: '[1] [1] plugin\n' })
  })

  it('notices a changed file', async () => {
    await using zygote = await startTestPlugin(plugin('print(1)'))
    expect(await zygote.run('do_filter')).toMatchObject({ stdout: '1\n' })
    await writeFile(join(zygote.dir, 'plugin.py'), plugin('print("changed")'))
    expect(await zygote.run('do_filter')).toMatchObject({ stdout: 'changed\n' })
  })

  it('looks like python3 -c to the plugin', async () => {
    const body = 'print([sys.argv, sys.path[0], os.getcwd() == os.path.dirname(__file__), __name__, sys.stdin.read()])'
    await using zygote = await startTestPlugin(plugin(body))
    expect(await zygote.run('do_filter')).toMatchObject({ stdout: "[['-c'], '', True, 'plugin', '']\n" })
  })

  it('leaves nothing of the protocol open', async () => {
    const body = 'print(sorted(os.listdir("/proc/self/fd")))'
    const plainly = execFileSync('python3', ['-c', `import os; ${body}`], { encoding: 'utf8' })
    await using zygote = await startTestPlugin(plugin(body))
    const [first, second] = await Promise.all([zygote.run('do_filter'), zygote.run('do_filter')])
    for (const run of [first, second]) expect(run.stdout).toBe(plainly)
  })

  it('prefers a module of the plugin directory to one that only the zygote needed', async () => {
    await using zygote = await startTestPlugin(plugin('print(selectors.own)', 'import selectors'), {
      files: { 'selectors.py': 'own = True\n' },
    })
    expect(await zygote.run('do_filter')).toMatchObject({ ...ok, stdout: 'True\n' })
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
      await using zygote = await startTestPlugin(plugin(body, `import ${name}`), {
        spawn: command => spawnPlainly(command, env),
      })
      expect(await zygote.run('do_filter')).toMatchObject({ ...ok, stdout: isAhead ? 'True\n' : 'False\n' })
    }
    await rm(elsewhere, { recursive: true })
  })

  it('goes on when the process held ready is killed', async () => {
    await using zygote = await startTestPlugin(plugin('print(1)'))
    await zygote.load(10_000)
    // The only child of an idle zygote.
    const children = `/proc/${zygote.pid}/task/${zygote.pid}/children`
    const spare = async () => Number(await readFile(children, 'utf8'))
    for (let attempt = 0; attempt < 1_000 && (await spare()) === 0; attempt++) await setImmediate()
    const pid = await spare()
    expect(pid).toBeGreaterThan(0)
    process.kill(pid, 'SIGKILL')
    expect(await isGone(pid)).toBe(true)
    expect(await zygote.run('do_filter')).toMatchObject({ ...ok, stdout: '1\n' })
  })

  it('has other random numbers each time', async () => {
    await using zygote = await startTestPlugin(plugin('print(random.random())', 'import random'))
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
      await using zygote = await startTestPlugin(plugin(body))
      expect(await zygote.run('do_filter')).toMatchObject(expected)
    })
  }

  it('names a class or a method that is missing as Python does', async () => {
    await using zygote = await startTestPlugin(plugin('pass'))
    const run = await zygote.run('do_balance')
    expect(run).toMatchObject({ exit: 1, stderr: expect.stringContaining("object has no attribute 'do_balance'") })
  })

  it('takes arguments beyond what a command line holds', async () => {
    await using zygote = await startTestPlugin(
      plugin('print(hosts == ["h%d" % i for i in range(100000)], vm, properties)'),
    )
    const hosts = Array.from({ length: 100_000 }, (_, index) => `h${index}`)
    const odd = { 'ключ\n': `a"'\\ \u2028 ${'x'.repeat(300_000)}`, none: null, list: [1, true] }
    const run = await zygote.run('do_filter', [hosts, 'vm', odd])
    expect(run).toMatchObject(ok)
    expect(run.stdout).toContain("True vm {'ключ\\n':")
  })

  it('runs calls at the same time', async () => {
    // Each waits for the other: one after the other, none would end.
    const body = `mine, other = hosts
open(mine, "w").close()
while not os.path.exists(other): pass
print(vm)`
    await using zygote = await startTestPlugin(plugin(body))
    const runs = await Promise.all([
      zygote.run('do_filter', [['a', 'b'], 1, {}]),
      zygote.run('do_filter', [['b', 'a'], 2, {}]),
    ])
    expect(runs.map(({ stdout }) => stdout)).toEqual(['1\n', '2\n'])
  })

  it('limits what one process may use', async () => {
    await using zygote = await startTestPlugin(plugin('print(len("x" * (1 << 30)))'), {
      limits: { dataBytes: 256 << 20 },
    })
    const run = await zygote.run('do_filter')
    expect(run).toMatchObject({ exit: 1, stderr: expect.stringContaining('MemoryError') })
  })

  it('stops one that uses more processor time than it may', async () => {
    await using zygote = await startTestPlugin(plugin('while True: pass'), { limits: { cpuSeconds: 1 } })
    expect(await zygote.run('do_filter')).toMatchObject({
      exit: null,
      signal: expect.stringMatching(/^SIG(XCPU|KILL)$/),
      timedOut: false,
    })
  })

  for (const [stream, bytes] of [
    ['stdout', 9 << 20],
    ['stderr', 1 << 17],
  ] as const) {
    it(`stops one that writes too much to ${stream}`, async () => {
      await using zygote = await startTestPlugin(plugin(`sys.${stream}.write("x" * ${bytes})\nwhile True: pass`))
      expect(await zygote.run('do_filter')).toMatchObject({
        overflow: true,
        timedOut: false,
        stdout: '',
        signal: 'SIGKILL',
      })
    })
  }

  it('counts as too much what would be too long a reply', async () => {
    await using zygote = await startTestPlugin(plugin(String.raw`sys.stdout.write("\0" * (4 << 20))`))
    expect(await zygote.run('do_filter')).toMatchObject({ exit: 0, overflow: true, stdout: '' })
  })
})

describe('the time limit', () => {
  it('kills the process and what it started', async () => {
    const body = `import subprocess
child = subprocess.Popen(["sleep", "60"])
open("pids", "w").write("%d %d" % (os.getpid(), child.pid))
print("so far", flush=True)
child.wait()`
    await using zygote = await startTestPlugin(plugin(body))
    const run = await zygote.run('do_filter', [[], '', {}], 500)
    expect(run).toMatchObject({ timedOut: true, exit: null, signal: 'SIGKILL', stdout: 'so far\n' })
    const pids = (await readFile(join(zygote.dir, 'pids'), 'utf8')).split(' ').map(Number)
    for (const pid of pids) expect(await isGone(pid)).toBe(true)
  })

  it('ends the wait for a process in the background that holds the output', async () => {
    await using zygote = await startTestPlugin(
      plugin('import subprocess\nsubprocess.Popen(["sleep", "60"])\nprint([])'),
    )
    expect(await zygote.run('do_filter', [[], '', {}], 500)).toMatchObject({ timedOut: true, exit: 0, stdout: '[]\n' })
  })

  it('holds for a process that closed its output', async () => {
    await using zygote = await startTestPlugin(plugin('os.close(1); os.close(2)\nwhile True: pass'))
    expect(await zygote.run('do_filter', [[], '', {}], 300)).toMatchObject({ timedOut: true, signal: 'SIGKILL' })
  })

  it('does not wait for a process in the background that let go of the output', async () => {
    const body = `import subprocess
child = subprocess.Popen(["sleep", "60"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(child.pid)`
    await using zygote = await startTestPlugin(plugin(body))
    const run = await zygote.run('do_filter')
    expect(run).toMatchObject(ok)
    expect(await isGone(Number(run.stdout))).toBe(true)
  })
})

describe('a zygote that is gone', () => {
  it('says so to every call, when a plugin kills it', async () => {
    const told: string[] = []
    await using zygote = await startTestPlugin(plugin('os.kill(vm, 9)\nwhile True: pass'), {
      onExit: why => told.push(why),
    })
    const run = () => zygote.run('do_filter', [[], zygote.pid, {}])
    const runs = await Promise.all([run(), run()])
    const died = 'the interpreter ended with SIGKILL'
    expect(runs).toMatchObject([{ died }, { died }])
    expect(await zygote.load(1_000)).toMatchObject({ died, found: null })
    expect(told).toEqual([died])
  })

  it('takes its processes with it', async () => {
    const body = 'open("pid", "w").write(str(os.getpid()))\nos.kill(vm, 9)\nwhile True: pass'
    await using zygote = await startTestPlugin(plugin(body))
    await zygote.run('do_filter', [[], zygote.pid, {}])
    expect(await isGone(Number(await readFile(join(zygote.dir, 'pid'), 'utf8')))).toBe(true)
  })

  it('is killed when it does not answer', async () => {
    await using zygote = await startTestPlugin(plugin('os.kill(vm, 19)'))
    expect(await zygote.run('do_filter', [[], zygote.pid, {}], 100)).toMatchObject({
      died: 'the interpreter did not answer within 2100 ms',
    })
  })

  it('is killed when a line never ends', async () => {
    const told: string[] = []
    await using zygote = await startTestPlugin(plugin('pass'), {
      python: process.execPath,
      spawn: () => spawnNode('process.stdin.once("data", () => process.stdout.write("x".repeat(17 << 20)))'),
      onExit: why => told.push(why),
    })
    expect(await zygote.run('do_filter')).toMatchObject({ died: 'the interpreter wrote too long a line' })
    expect(told).toEqual(['the interpreter wrote too long a line'])
  })

  it('is not mistaken for one whose lines make no sense', async () => {
    const replies = ['nonsense', '[]', '{"id":1,"exit":"0"}', '{"id":99,"error":"who?"}', '{"id":1,"error":"refused"}']
    await using zygote = await startTestPlugin(plugin('pass'), {
      spawn: () => spawnNode(`process.stdin.once("data", () => console.log(${JSON.stringify(replies.join('\n'))}))`),
    })
    expect(await zygote.run('do_filter')).toMatchObject({ died: 'refused' })
  })

  it('gives the last words of what wrapped it', async () => {
    await using zygote = await startTestPlugin(plugin('pass'), {
      spawn: () => spawnNode('console.error("bwrap: no namespaces here"); process.exitCode = 1'),
    })
    expect(await zygote.run('do_filter')).toMatchObject({
      died: 'the interpreter ended with code 1: bwrap: no namespaces here',
    })
  })

  it('did not start when the command is missing', async () => {
    await using zygote = await startTestPlugin(plugin('pass'), { python: '/nowhere/python3' })
    expect(await zygote.run('do_filter')).toMatchObject({
      died: expect.stringMatching(/^the interpreter did not start: .*ENOENT/),
    })
  })

  it('was closed, which nobody needs to be told', async () => {
    const told: string[] = []
    await using zygote = await startTestPlugin(plugin('while True: pass'), { onExit: why => told.push(why) })
    const running = zygote.run('do_filter')
    await zygote.close()
    expect(await running).toMatchObject({ died: 'the interpreter was closed' })
    expect(told).toEqual([])
  })
})
