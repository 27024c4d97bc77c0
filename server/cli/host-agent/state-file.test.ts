import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { TouchedHost } from '../../../shared/plan/touched-host.ts'
import { lockState } from './lock-state.ts'
import { createStateFile, StateFileError, usualStateFile } from './state-file.ts'

const touched: TouchedHost = {
  hostId: 'localhost',
  changes: [{ knob: 'balloon', vmId: 'vm', vmName: 'vm', fromKiB: 2048, toKiB: 1024 }],
}

async function aPath() {
  const folder = await mkdtemp(join(tmpdir(), 'state-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, 'below', 'state.json')
}

describe('the state file of the agent', () => {
  it('says nothing before the first change, and is one whole file for its owner alone after it', async () => {
    const path = await aPath()
    const file = createStateFile(path, 'localhost')
    expect(await file.listTouchedHosts()).toEqual([])
    await file.putTouchedHost(touched)
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(touched)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readdir(join(path, '..'))).toEqual(['state.json'])
    expect(await createStateFile(path, 'localhost').listTouchedHosts()).toEqual([touched])
  })

  it.each([
    ['cut off', '{"hostId":"localhost","changes":[{"kn'],
    ['empty', ''],
    ['of another form', '{"hostId":"localhost","changes":[{"knob":"fan"}]}'],
    ['of another host', '{"hostId":"other","changes":[]}'],
  ])('that is %s is refused, and left as it is', async (_, text) => {
    const path = await aPath()
    const file = createStateFile(path, 'localhost')
    await file.putTouchedHost(touched)
    await writeFile(path, text)
    await expect(file.listTouchedHosts()).rejects.toThrow(StateFileError)
    expect(await readFile(path, 'utf8')).toBe(text)
  })

  it('that is a folder is refused', async () => {
    const path = await aPath()
    await expect(createStateFile(join(path, '../..'), 'localhost').listTouchedHosts()).rejects.toThrow('cannot be read')
  })

  it('has one agent at a time', async () => {
    const path = await aPath()
    const lock = lockState(path)
    expect(() => lockState(path)).toThrow('Another host-agent')
    lock.release()
    lockState(path).release()
  })

  it('that cannot be written to says what to do', async () => {
    const path = await aPath()
    await createStateFile(path, 'localhost').putTouchedHost(touched)
    expect(() => lockState(join(path, 'state.json'))).toThrow('--state')
  })

  it.each([
    [0, { XDG_STATE_HOME: '/home/a/state' }, '/var/lib/ovirt-scheduler/host-agent-state.json'],
    [1000, { XDG_STATE_HOME: '/home/a/state' }, '/home/a/state/ovirt-scheduler/host-agent-state.json'],
    [1000, { XDG_STATE_HOME: 'state' }, join(homedir(), '.local/state/ovirt-scheduler/host-agent-state.json')],
    [1000, {}, join(homedir(), '.local/state/ovirt-scheduler/host-agent-state.json')],
  ])('of user %i with %j is %s', (uid, environment, path) => {
    expect(usualStateFile(uid, environment)).toBe(path)
  })
})
