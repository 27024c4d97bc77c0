/** The container as its file's head says: built from what `npm pack` makes, run as another user on a root that is read-only. */
import { spawnSync } from 'node:child_process'
import { chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { freePort } from '../fakes/free-port.ts'
import { eventually } from '../scenarios/eventually.ts'
import { type EngineProcess, startEngine } from '../scenarios/start-pair.ts'
import { baseImage, findPodman } from './podman.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-container-'))
const podman = findPodman(join(folder, 'podman'))
const cleanUp = () => {
  podman.dispose()
  rmSync(folder, { recursive: true })
}
if (podman.problem !== undefined) {
  console.warn(`The container is not tested: ${podman.problem}`)
  // Where all tests are left out, nothing that is to come after them is done.
  cleanUp()
}

/** The user that the container file makes. */
const SERVICE_UID = 900
const DATA = 'ovirt-scheduler-test'

describe.skipIf(podman.problem !== undefined)('the container', { timeout: 60_000 }, () => {
  const ok = (...args: string[]): string => {
    const ran = podman.call(...args)
    expect(ran, args.join(' ')).toMatchObject({ status: 0 })
    return ran.stdout.trim()
  }
  const etc = join(folder, 'etc')
  let engine: EngineProcess
  let container = ''

  beforeAll(async () => {
    const context = join(folder, 'context')
    cpSync(join(project, 'build/container'), context, { recursive: true })
    for (const name of readdirSync(context)) if (name.endsWith('.tgz')) rmSync(join(context, name))
    const packed = spawnSync('npm', ['pack', '--ignore-scripts', '--pack-destination', context], {
      cwd: project,
      encoding: 'utf8',
    })
    expect(packed).toMatchObject({ status: 0 })
    const how = ['--format', 'docker', '--isolation', 'chroot', '--pull=never']
    ok('build', ...how, '--build-arg', `NODE_IMAGE=${baseImage}`, '--tag', 'ovirt-scheduler', context)

    engine = await startEngine()
    const [rest, xmlrpc] = [await freePort(), await freePort()]
    mkdirSync(join(etc, 'plugins'), { recursive: true })
    const password = join(etc, 'engine.password')
    writeFileSync(password, 'admin\n', { mode: 0o600 })
    chownSync(password, SERVICE_UID, SERVICE_UID)
    writeFileSync(
      join(etc, 'config.yaml'),
      [
        `engine: { url: ${engine.origin}/ovirt-engine, passwordFile: /etc/ovirt-scheduler/engine.password, readInterval: 2 }`,
        `rest: { port: ${rest} }`,
        `xmlrpc: { port: ${xmlrpc} }`,
      ].join('\n'),
    )
    container = start()
    await ready()
  }, 120_000)
  afterAll(async () => {
    await engine.process.stop()
    cleanUp()
  })

  const volumes = ['--volume', `${DATA}:/var/lib/ovirt-scheduler`, '--volume', `${etc}:/etc/ovirt-scheduler:ro`]
  const flags = ['--read-only', '--tmpfs', '/tmp', ...volumes]
  const start = () => ok('run', '--detach', ...podman.runFlags, ...flags, 'ovirt-scheduler')
  const inside = (...command: string[]) => podman.call('exec', container, ...command)
  const ready = () =>
    eventually('the service in the container', async () => {
      const { stdout, stderr } = podman.call('logs', container)
      const log = `${stdout}${stderr}`
      if (log.includes('ovirt-scheduler is ready')) return true
      if (ok('inspect', container, '--format', '{{.State.Status}}') !== 'running') throw new Error(`it ended:\n${log}`)
      return false
    })

  it('runs the packed version as its own user, who may write data and nothing else', () => {
    expect(inside('ovirt-scheduler', '--version').stdout).toContain(packageJson.version)
    expect(inside('id', '--user').stdout.trim()).toBe(String(SERVICE_UID))
    expect(inside('touch', '/var/lib/ovirt-scheduler/mine')).toMatchObject({ status: 0 })
    for (const path of ['/mine', '/usr/local/mine', '/etc/ovirt-scheduler/mine'])
      expect(inside('touch', path)).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('Read-only file system'),
      })
  })

  it('is healthy while the service answers, at the port that its configuration names, and not otherwise', () => {
    // As the engine of containers runs it: `podman healthcheck run` alone wants systemd besides.
    const image = JSON.parse(ok('image', 'inspect', 'ovirt-scheduler')) as [{ Healthcheck: { Test: string[] } }]
    const [kind, ...command] = image[0].Healthcheck.Test
    expect(kind).toBe('CMD')
    expect(inside(...command)).toMatchObject({ status: 0 })
    expect(podman.call('exec', '--env', 'OVIRT_SCHEDULER_REST_PORT=1', container, ...command).status).not.toBe(0)
  })

  it('reads the engine of the machine', async () => {
    await eventually('a first read', async () => {
      const { stdout } = inside('ovirt-scheduler', 'doctor')
      return stdout.includes('and says it is well')
    })
  })

  it('ends when it is told to, and its successor goes on with the data', async () => {
    const stopped = podman.call('stop', '--time', '20', container)
    expect(stopped).toMatchObject({ status: 0 })
    expect(ok('inspect', container, '--format', '{{.State.ExitCode}}')).toBe('0')
    ok('rm', container)
    ok('run', '--rm', ...podman.runFlags, ...flags, 'ovirt-scheduler', 'store', 'check')
    container = start()
    await ready()
    expect(inside('cat', '/var/lib/ovirt-scheduler/mine')).toMatchObject({ status: 0 })
  })
})
