import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isGone, pythonFilter } from '../../../test/fakes/python-filter.ts'
import { spawnPlainly, startTestPlugin } from './start-test-plugin.ts'

const spawnNode = (script: string) => spawnPlainly([process.execPath, '-e', script])

describe('a zygote that is gone', () => {
  it('says so to every call, when a plugin kills it', async () => {
    const told: string[] = []
    await using zygote = await startTestPlugin(pythonFilter('os.kill(vm, 9)\nwhile True: pass'), {
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
    await using zygote = await startTestPlugin(pythonFilter(body))
    await zygote.run('do_filter', [[], zygote.pid, {}])
    expect(await isGone(Number(await readFile(join(zygote.dir, 'pid'), 'utf8')))).toBe(true)
  })

  it('is killed when it does not answer', async () => {
    await using zygote = await startTestPlugin(pythonFilter('os.kill(vm, 19)'))
    expect(await zygote.run('do_filter', [[], zygote.pid, {}], 100)).toMatchObject({
      died: 'the interpreter did not answer within 2100 ms',
    })
  })

  it('is killed when a line never ends', async () => {
    const told: string[] = []
    await using zygote = await startTestPlugin(pythonFilter('pass'), {
      python: process.execPath,
      spawn: () => spawnNode('process.stdin.once("data", () => process.stdout.write("x".repeat(17 << 20)))'),
      onExit: why => told.push(why),
    })
    expect(await zygote.run('do_filter')).toMatchObject({ died: 'the interpreter wrote too long a line' })
    expect(told).toEqual(['the interpreter wrote too long a line'])
  })

  it('is not mistaken for one whose lines make no sense', async () => {
    const replies = ['nonsense', '[]', '{"id":1,"exit":"0"}', '{"id":99,"error":"who?"}', '{"id":1,"error":"refused"}']
    await using zygote = await startTestPlugin(pythonFilter('pass'), {
      spawn: () => spawnNode(`process.stdin.once("data", () => console.log(${JSON.stringify(replies.join('\n'))}))`),
    })
    expect(await zygote.run('do_filter')).toMatchObject({ died: 'refused' })
  })

  it('gives the last words of what wrapped it', async () => {
    await using zygote = await startTestPlugin(pythonFilter('pass'), {
      spawn: () => spawnNode('console.error("bwrap: no namespaces here"); process.exitCode = 1'),
    })
    expect(await zygote.run('do_filter')).toMatchObject({
      died: 'the interpreter ended with code 1: bwrap: no namespaces here',
    })
  })

  it('did not start when the command is missing', async () => {
    await using zygote = await startTestPlugin(pythonFilter('pass'), { python: '/nowhere/python3' })
    expect(await zygote.run('do_filter')).toMatchObject({
      died: expect.stringMatching(/^the interpreter did not start: .*ENOENT/),
    })
  })

  it('was closed, which nobody needs to be told', async () => {
    const told: string[] = []
    await using zygote = await startTestPlugin(pythonFilter('while True: pass'), { onExit: why => told.push(why) })
    const running = zygote.run('do_filter')
    await zygote.close()
    expect(await running).toMatchObject({ died: 'the interpreter was closed' })
    expect(told).toEqual([])
  })
})
