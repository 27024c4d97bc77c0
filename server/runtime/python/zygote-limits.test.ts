/** What a call may use: memory, processor, output, time. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { endedWell, isGone, pythonFilter } from '../../../test/fakes/python-filter.ts'
import { startTestPlugin } from './start-test-plugin.ts'

describe('call', () => {
  it('limits what one process may use', async () => {
    await using zygote = await startTestPlugin(pythonFilter('print(len("x" * (1 << 30)))'), {
      limits: { dataBytes: 256 << 20 },
    })
    const run = await zygote.run('do_filter')
    expect(run).toMatchObject({ exit: 1, stderr: expect.stringContaining('MemoryError') })
  })

  it('stops one that uses more processor time than it may', async () => {
    await using zygote = await startTestPlugin(pythonFilter('while True: pass'), { limits: { cpuSeconds: 1 } })
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
      await using zygote = await startTestPlugin(pythonFilter(`sys.${stream}.write("x" * ${bytes})\nwhile True: pass`))
      expect(await zygote.run('do_filter')).toMatchObject({
        overflow: true,
        timedOut: false,
        stdout: '',
        signal: 'SIGKILL',
      })
    })
  }

  it('counts as too much what would be too long a reply', async () => {
    await using zygote = await startTestPlugin(pythonFilter(String.raw`sys.stdout.write("\0" * (4 << 20))`))
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
    await using zygote = await startTestPlugin(pythonFilter(body))
    const run = await zygote.run('do_filter', [[], '', {}], 500)
    expect(run).toMatchObject({ timedOut: true, exit: null, signal: 'SIGKILL', stdout: 'so far\n' })
    const pids = (await readFile(join(zygote.dir, 'pids'), 'utf8')).split(' ').map(Number)
    for (const pid of pids) expect(await isGone(pid)).toBe(true)
  })

  it('ends the wait for a process in the background that holds the output', async () => {
    await using zygote = await startTestPlugin(
      pythonFilter('import subprocess\nsubprocess.Popen(["sleep", "60"])\nprint([])'),
    )
    expect(await zygote.run('do_filter', [[], '', {}], 500)).toMatchObject({ timedOut: true, exit: 0, stdout: '[]\n' })
  })

  it('holds for a process that closed its output', async () => {
    await using zygote = await startTestPlugin(pythonFilter('os.close(1); os.close(2)\nwhile True: pass'))
    expect(await zygote.run('do_filter', [[], '', {}], 300)).toMatchObject({ timedOut: true, signal: 'SIGKILL' })
  })

  it('does not wait for a process in the background that let go of the output', async () => {
    const body = `import subprocess
child = subprocess.Popen(["sleep", "60"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(child.pid)`
    await using zygote = await startTestPlugin(pythonFilter(body))
    const run = await zygote.run('do_filter')
    expect(run).toMatchObject(endedWell)
    expect(await isGone(Number(run.stdout))).toBe(true)
  })
})
