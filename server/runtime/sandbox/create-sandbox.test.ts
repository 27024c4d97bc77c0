import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { availableWrappers, kernelWrappers, sandboxBy } from '../../../test/fakes/start-test-script.ts'
import { createSandbox, SandboxError } from './create-sandbox.ts'
import { pidsFrom, readProcessTree } from './process-tree.ts'

const inShell = (script: string) => ({
  command: ['/bin/sh', '-c', script] as const,
  readable: [],
  environment: {},
  dataBytes: 2 ** 30,
  openFiles: 64,
})

async function output(child: ChildProcessWithoutNullStreams): Promise<string> {
  child.stdin.end()
  const [said] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return said
}

const firstLine = async (child: ChildProcess): Promise<string> => {
  const [chunk] = (await once(child.stdout as NonNullable<typeof child.stdout>, 'data')) as [Buffer]
  return chunk.toString('utf8').trim()
}

const processesOf = (pid: number | undefined) => readProcessTree(pid ?? 0).processes
const allGone = (pids: readonly number[]) =>
  vi.waitFor(() => expect(pids.filter(pid => processesOf(pid) > 0)).toEqual([]), { timeout: 5_000, interval: 10 })

describe('createSandbox', () => {
  it('settles for Node alone where no wrapper works, and says why', async () => {
    const { level, wrapper, shortfall } = await createSandbox('auto', [])
    expect([level, wrapper]).toEqual(['runtime', 'permission'])
    expect(shortfall).toContain('Install bubblewrap')
  })
  it('refuses to when kernel isolation is demanded', async () => {
    await expect(createSandbox('kernel', [])).rejects.toThrow(SandboxError)
  })
  it('does not even try when told so', async () => {
    expect(await createSandbox('runtime')).toMatchObject({
      wrapper: 'permission',
      shortfall: 'units.sandbox is "runtime"',
    })
  })
})

describe.each(await availableWrappers())('what is started by %s', wrapper => {
  it('has the environment that it was given and no other', async () => {
    const { spawn: start } = await sandboxBy(wrapper)
    const said = await output(start({ ...inShell('env'), environment: { A: 'b c', PATH: '/usr/bin' } }))
    const names = said.split('\n').filter(line => line !== '' && !/^(PWD|OLDPWD|SHLVL|_)=/.test(line))
    expect(names.toSorted()).toEqual(['A=b c', 'PATH=/usr/bin'])
    expect(await output(start(inShell('/usr/bin/env')))).not.toContain('PATH')
  })

  it('holds nothing open that the service does', async () => {
    const file = openSync(import.meta.filename, 'r')
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const child = (await sandboxBy(wrapper)).spawn(inShell('ls -l /proc/self/fd'))
    const said = await output(child)
    closeSync(file)
    server.close()
    // More may come from who started the tests; sockets and files of Node's own do not.
    expect(said).not.toMatch(/\.test\.ts|socket:.*\n.*socket:.*\n.*socket:.*\n.*socket:/)
  })

  it('cannot write a file of any size', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'sandbox-test-'))
    const said = await output(
      (await sandboxBy(wrapper)).spawn({
        ...inShell(`trap '' XFSZ; echo text > ${directory}/a || echo refused`),
        readable: [{ from: directory, at: directory }],
      }),
    )
    rmSync(directory, { recursive: true })
    expect(said).toBe('refused\n')
  })

  it('is gone with all that it started when the service is killed', async () => {
    const script = `
      import { createSandbox } from ${JSON.stringify(import.meta.resolve('./create-sandbox.ts'))}
      const sandbox = await createSandbox(${wrapper === 'permission' ? `'runtime'` : `'kernel', ['${wrapper}']`})
      const child = sandbox.spawn({ command: ['/bin/sh', '-c', 'echo started; while :; do :; done'], readable: [], environment: {}, dataBytes: 2 ** 30, openFiles: 64 })
      child.stdout.once('data', () => console.log(child.pid))`
    const service = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const pids = pidsFrom(Number(await firstLine(service)))
    expect(pids.length).toBeGreaterThan(0)
    service.kill('SIGKILL')
    await allGone(pids)
  })

  it('is gone even when it is killed while it is being set up', async () => {
    const { spawn: start } = await sandboxBy(wrapper)
    const killAfter = async (ms: number) => {
      const child = start(inShell('while :; do :; done'))
      const gone = once(child, 'close')
      await delay(ms)
      const pids = pidsFrom(child.pid ?? 0)
      child.kill('SIGKILL')
      await gone
      await allGone(pids)
    }
    // Each a little later in its life than the one before; several at once, so that they are set up slowly.
    for (let ms = 0; ms < 40; ms += 1) await Promise.all([0, 0.2, 0.4, 0.6, 0.8].map(more => killAfter(ms + more)))
  })

  it('needs no privilege to keep a plugin in', { timeout: 20_000 }, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'sandbox-test-'))
    chmodSync(directory, 0o777)
    const script = `
      import { startTestScript } from ${JSON.stringify(import.meta.resolve('../../../test/fakes/start-test-script.ts'))}
      const source = "import { defineUnit, reject } from 'ovirt-scheduler/sdk'; export default defineUnit({ id: 'a', description: 'a', parameters: {}, filter: vm => reject('answers about ' + vm.name) })"
      await using plugin = await startTestScript(source, { wrapper: '${wrapper}' })
      console.log(process.getuid() > 0, plugin.plugin.units[0].isolation, await plugin.filter())`
    const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    const service = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: 'pipe',
      cwd: '/',
      env: { TMPDIR: directory },
      ...asNobody,
    })
    const said = await output(service)
    rmSync(directory, { recursive: true })
    expect(said).toBe(`true ${wrapper === 'permission' ? 'runtime' : 'kernel'} answers about vm1\n`)
  })
})

describe.each(await availableWrappers(kernelWrappers))('the kernel, by %s', wrapper => {
  it('ends everything inside with the child', async () => {
    const child = (await sandboxBy(wrapper)).spawn(
      inShell('(trap "" TERM INT HUP; while :; do :; done) & setsid sleep 1000 & echo started; wait'),
    )
    await firstLine(child)
    const pids = pidsFrom(child.pid ?? 0)
    expect(processesOf(child.pid)).toBeGreaterThanOrEqual(4)
    child.kill('SIGKILL')
    await once(child, 'close')
    await allGone(pids)
  })

  it('lets nothing be written to what is mounted inside a granted folder', async () => {
    const said = await output(
      (await sandboxBy(wrapper)).spawn({
        ...inShell('ls -d /granted/shm; touch /granted/shm/sandbox-test-written && echo written'),
        readable: [{ from: '/dev', at: '/granted' }],
      }),
    )
    expect(said).toBe('/granted/shm\n')
  })
})
