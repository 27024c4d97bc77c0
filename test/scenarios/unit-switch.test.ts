/** Units that are disabled on the command line of a running service, over real processes and a restart. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from './eventually.ts'
import { program } from './program.ts'
import { type RunningProcess, startProcess } from './start-process.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-switch-'))
const password = { OVIRT_SCHEDULER_ENGINE_PASSWORD: 'admin' }

let engine: RunningProcess
let service: RunningProcess
let engineUrl: string

async function startService(): Promise<void> {
  const args = ['--engine-url', engineUrl, '--rest-port', '0', '--xmlrpc-port', '0', '--legacy-directory', '']
  const more = ['--store-file', join(folder, 'store.db'), '--units-directory', folder]
  service = await startProcess(['serve', ...args, ...more], /"rest":"http:\/\/[^:]+:(\d+)/, password)
}

/** `units …` of the service that runs now. */
function units(...args: readonly string[]): Promise<{ status: number | null; said: string }> {
  const port = service.match[1] ?? ''
  const all = [program[1], 'units', ...args, '--engine-url', engineUrl, '--rest-port', port]
  const child = spawn(program[0], all, { cwd: root, env: { ...process.env, ...password } })
  let said = ''
  child.stdout.on('data', data => {
    said += data
  })
  child.stderr.on('data', data => {
    said += data
  })
  return new Promise(resolve => child.on('close', status => resolve({ status, said })))
}

beforeAll(async () => {
  engine = await startProcess(['simulate-engine', '--port', '0', '--seed', '7'], /(http:\/\/[^/\s]+)\/ovirt-engine/)
  engineUrl = `${engine.match[1]}/ovirt-engine`
  await startService()
})
afterAll(async () => {
  await service.stop()
  await engine.stop()
  rmSync(folder, { recursive: true })
})

describe('units disable', { timeout: 60_000 }, () => {
  it('disables a unit of the running service, says who uses it, and stays so over a restart', async () => {
    const isRead = async () => (await units('list')).said.includes('used by Default')
    await eventually('the engine was read', isRead, { everyMs: 500 })
    const done = await units('disable', 'host_memory_balance', '--reason', 'maintenance of the rack')
    expect(done).toMatchObject({ status: 0, said: expect.stringMatching(/^host_memory_balance is disabled\.\n/) })
    expect(done.said).toMatch(/Clusters that use it: Default, Lab, Production\./)
    expect(done.said).toMatch(/It stays in these policies and has no say there: memory_balanced/)

    await service.stop()
    await startService()
    const listed = await units('list')
    expect(listed.said).toMatch(/host_memory_balance \(balance\): disabled/)
    expect(listed.said).toMatch(/disabled by admin@internal.*: maintenance of the rack/)
    expect(await units('disable', 'host_memory_balance')).toMatchObject({
      status: 1,
      said: expect.stringMatching(/has disabled host_memory_balance already \(maintenance of the rack\)/),
    })
    expect(await units('enable', 'host_memory_balance')).toMatchObject({ status: 0 })
    const [unit] = JSON.parse((await units('list', '--json')).said)
    expect(unit).toMatchObject({ id: 'host_memory_balance', state: 'active' })
  })

  it('names a unit that is not there, and a service that does not answer', async () => {
    expect(await units('disable', 'nobody')).toMatchObject({
      status: 1,
      said: expect.stringMatching(/The service has no policy unit nobody\./),
    })
    const unreachable = await units('list', '--rest-address', '127.0.0.2')
    expect(unreachable).toMatchObject({
      status: 1,
      said: expect.stringMatching(/the service does not answer at http:/),
    })
  })
})
