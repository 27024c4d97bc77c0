/** The RPM as an administrator meets it: installed, configured, started, upgraded and removed on a copy of this machine. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildRpm } from '../../build/rpm/build-rpm.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { apiBase } from '../../shared/api/paths.ts'
import type { Health, Version } from '../../shared/api/service.ts'
import { freePort } from '../fakes/free-port.ts'
import { eventually } from '../scenarios/eventually.ts'
import { callerAt, signIn } from '../scenarios/sign-in.ts'
import { type RunningProcess, startProcess } from '../scenarios/start-process.ts'
import { buildOldRpm } from './build-old-rpm.ts'
import { type ScratchMachine, startScratchMachine } from './scratch-machine.ts'

const project = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const unit = fileURLToPath(new URL('../../build/rpm/files/ovirt-scheduler.service', import.meta.url))
const NEWER = '999.0.0'
const works = (command: string) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-rpms-'))
const machine = works('rpmbuild') && works('nsenter') ? await startScratchMachine() : undefined
afterAll(async () => {
  await machine?.[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

/** Keys of the unit, each with its last value. */
const unitKeys = Object.fromEntries(
  readFileSync(unit, 'utf8')
    .split('\n')
    .filter(line => /^\w+=/.test(line))
    .map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
)

describe.skipIf(machine === undefined)('the RPM', { timeout: 120_000 }, () => {
  // Where there is none, what is described here is passed over, but it is described.
  const { run, within, changed } = machine ?? ({} as ScratchMachine)
  const ok = (...command: string[]) => {
    const ran = run(...command)
    expect(ran, command.join(' ')).toMatchObject({ status: 0 })
    return ran.stdout.trim()
  }
  /** What rpm itself keeps, and what any program may; and the project itself, where the tests beside this one build and compile. */
  const noise = [project, '/tmp', '/var/lib/rpm', '/usr/lib/sysimage/rpm', '/root', '/var/cache']
  /** Beside what setup has written. */
  const env = {
    PATH: `/usr/local/bin:${process.env.PATH}`,
    OVIRT_SCHEDULER_ENGINE_READ_INTERVAL: '2',
    OVIRT_SCHEDULER_REST_PORT: '',
    OVIRT_SCHEDULER_XMLRPC_PORT: '0',
    OVIRT_SCHEDULER_UNITS_SANDBOX: 'kernel',
  }
  let [first, newer] = ['', '']
  let engine: RunningProcess | undefined
  let origin = ''
  let restPort = 0

  beforeAll(async () => {
    first = buildRpm({ node: process.execPath, out: folder })
    newer = buildRpm({ version: NEWER, out: folder })
    const args = ['simulate-engine', '--port', '0', '--ui-plugins', '/usr/share/ovirt-engine/ui-plugins']
    const configs = ['--ui-plugin-configs', '/etc/ovirt-engine/ui-plugins']
    ok('rpm', '--install', '--nodeps', first)
    const program = [...within, '/usr/bin/ovirt-scheduler']
    engine = await startProcess([...args, ...configs], /engine: (http:\/\/[^/]+)/, {}, { program })
    origin = engine.match[1] ?? ''
    restPort = await freePort()
    env.OVIRT_SCHEDULER_REST_PORT = String(restPort)
  }, 180_000)
  afterAll(() => engine?.stop())

  /** As the unit has it started: its command line, its user, and a root that is read-only but for what the unit allows. */
  async function startAsUnit(): Promise<RunningProcess> {
    const [program = '', ...args] = (unitKeys.ExecStart ?? '').split(' ')
    const user = ['setpriv', '--reuid', unitKeys.User ?? '', '--regid', unitKeys.Group ?? '', '--init-groups']
    const writable = [`/var/lib/${unitKeys.StateDirectory}`, `/var/log/${unitKeys.LogsDirectory}`, '/tmp']
    const binds = writable.map(path => `mount --bind ${path} ${path}`)
    const script = [...binds, 'mount -o remount,bind,ro /', 'exec "$@"'].join(' && ')
    const root = ['unshare', '--mount', 'sh', '-c', script, 'sh']
    const options = { program: [...within, ...root, ...user, '--no-new-privs', program] }
    return await startProcess(args, /ovirt-scheduler is ready/, env, options)
  }

  it('brings the service with its user, and configuration that the service may read and not write', () => {
    expect(ok('ovirt-scheduler', '--version')).toContain(packageJson.version)
    expect(ok('getent', 'passwd', 'ovirt-scheduler')).toMatch(/:\/var\/lib\/ovirt-scheduler:\/sbin\/nologin$/)
    const modes = (path: string) => ok('stat', '--format=%A %U:%G', path)
    expect(modes('/etc/ovirt-scheduler')).toBe('drwxr-x--- root:ovirt-scheduler')
    expect(modes('/etc/ovirt-scheduler/config.yaml')).toBe('-rw-r----- root:ovirt-scheduler')
    expect(modes('/etc/ovirt-scheduler/plugins')).toBe('drwxr-xr-x root:root')
    expect(modes('/var/lib/ovirt-scheduler')).toBe('drwx------ ovirt-scheduler:ovirt-scheduler')
    expect(ok('rpm', '--query', '--configfiles', 'ovirt-scheduler').split('\n').toSorted()).toEqual([
      '/etc/httpd/conf.d/ovirt-scheduler.conf',
      '/etc/logrotate.d/ovirt-scheduler',
      '/etc/ovirt-engine/ui-plugins/ovirt-scheduler-config.json',
      '/etc/ovirt-scheduler/config.yaml',
    ])
    expect(run('ovirt-scheduler', 'config')).toMatchObject({ status: 0, stderr: '' })
    // What only the administrator knows is missing, and that is said.
    expect(run('ovirt-scheduler', 'serve', '--store-file', '/tmp/none.db')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('engine.passwordFile'),
    })
  })

  it('is installed beside the old daemon, whose plugins it takes over while that one is still there', () => {
    const old = buildOldRpm(folder)
    const { stderr } = run('rpm', '--install', '--test', old)
    expect(stderr).not.toContain('conflicts')
    ok('rpm', '--install', '--nodeps', old)
    const imported = ok('ovirt-scheduler', 'import-proxy')
    expect(imported).toContain('/usr/share/ovirt-scheduler-proxy/plugins (where its package puts them): 1 plugins')
    expect(imported).toContain('→ run: systemctl disable --now ovirt-scheduler-proxy.service')
    ok('ovirt-scheduler', 'import-proxy', '--yes')
    ok('rpm', '--erase', 'ovirt-scheduler-proxy')
    expect(ok('cat', '/etc/ovirt-scheduler/plugins/old_unit.py')).toContain('def do_filter')
    ok('rm', '/etc/ovirt-scheduler/plugins/old_unit.py')
  })

  it('brings the plugin to where an engine serves plugins from', async () => {
    const plugin = `${origin}/ovirt-engine/webadmin/plugin/ovirt-scheduler`
    const token = await signIn(origin)
    const reply = await fetch(`${origin}/ovirt-engine/webadmin/plugin-definitions`, {
      headers: { Authorization: `Bearer ${token}` },
    })
    expect(await reply.json()).toMatchObject({ pluginDefinitions: [{ name: 'ovirt-scheduler', enabled: true }] })
    const page = await (await fetch(`${plugin}/page.html`)).text()
    const [script] = /[\w-]+\.[0-9a-f]+\.js/.exec(page) ?? []
    expect((await fetch(`${plugin}/${script}`)).headers.get('content-type')).toContain('javascript')
  })

  /** The tools of an engine host; they write down how they were called. */
  const tool = (name: string) =>
    ok(
      'sh',
      '-c',
      `printf '#!/bin/sh\\necho "${name} $*" >> /tmp/host-commands\\n' > /usr/local/bin/${name}; chmod +x /usr/local/bin/${name}`,
    )
  const setup = (...more: string[]) => {
    const files = ['--admin-password-file', '/tmp/admin.password', '--service-password-file', '/tmp/service.password']
    const flags = [
      '--engine-url',
      `${origin}/ovirt-engine`,
      '--admin-user',
      'admin@internal',
      ...files,
      '--run-commands',
    ]
    return ok('env', `PATH=/usr/local/bin:${env.PATH}`, 'ovirt-scheduler', 'setup', ...flags, '--yes', ...more)
  }

  it('is set up, started from its unit, keeps units in namespaces, and goes on after an upgrade', async () => {
    for (const name of ['engine-config', 'systemctl']) tool(name)
    ok('sh', '-c', 'umask 077; echo admin > /tmp/admin.password; echo scheduler > /tmp/service.password')
    expect(setup()).toContain('✓ systemctl restart ovirt-engine.service')
    expect(ok('cat', '/tmp/host-commands')).toContain('engine-config -s ExternalSchedulerEnabled=true')
    const owner = ok('stat', '--format=%A %U', '/etc/ovirt-scheduler/engine.password')
    expect(owner).toBe('-r-------- ovirt-scheduler')
    ok('sh', '-c', 'cd /etc/ovirt-scheduler/plugins && ovirt-scheduler units new my_unit && rm -f *.yaml *.json')
    const configured = ok('cat', '/etc/ovirt-scheduler/config.yaml')

    let service = await startAsUnit()
    const api = callerAt(`http://127.0.0.1:${restPort}${apiBase}`, await signIn(origin))
    expect(await api.get<Version>('/version')).toMatchObject({ version: packageJson.version })
    const { units } = await api.get<{ units: { id: string; isolation?: string }[] }>('/units')
    expect(units.find(({ id }) => id === 'my_unit')).toMatchObject({ isolation: 'kernel' })
    await eventually(
      'a read of the engine with the rights of the role alone',
      async () => (await api.get<Health>('/health')).state === 'ok',
    )
    expect(await service.stop()).toBe(0)
    ok('test', '-s', '/var/lib/ovirt-scheduler/ovirt-scheduler.db')

    ok('rpm', '--upgrade', '--nodeps', newer)
    expect(ok('cat', '/etc/ovirt-scheduler/config.yaml')).toBe(configured)
    // That one wants a Node of the machine, and says so where there is none.
    expect(run('env', 'PATH=/nowhere', '/bin/sh', '/usr/bin/ovirt-scheduler', '--version')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('needs Node 26 or newer'),
    })
    ok('ln', '-sf', process.execPath, '/usr/local/bin/node')
    service = await startAsUnit()
    expect(await api.get<{ runs: unknown[] }>('/runs')).toEqual(expect.objectContaining({ runs: [] }))
    expect(await service.stop()).toBe(0)
  })

  it('leaves nothing but data and what was written here when setup is taken back and it is removed', async () => {
    expect(setup('--undo')).toContain('✓ removed the role OvirtScheduler')
    await engine?.stop()
    ok('rpm', '--erase', 'ovirt-scheduler')
    const left = changed(noise).filter(path => !path.startsWith('/usr/local/'))
    expect(left.filter(path => !path.startsWith('/var/lib/ovirt-scheduler/'))).toEqual([
      // The user, who owns the data.
      ...['/etc/.pwd.lock', '/etc/group', '/etc/group-', '/etc/gshadow', '/etc/gshadow-'],
      '/etc/ovirt-scheduler/plugins/my_unit.ts',
      ...['/etc/passwd', '/etc/passwd-', '/etc/shadow', '/etc/shadow-'],
    ])
  })
})
