import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aSimulatedEngine, connectTo, type SimulatedEngine } from '../../../test/fakes/simulated-engine.ts'
import { sampleConfig } from '../../config/describe-config.ts'
import { rolePort } from '../../engine/role-port.ts'
import { permitsWith } from '../role/service-role.ts'
import { usualAccounts } from './engine-accounts.ts'
import { setUp } from './set-up.ts'
import { openSetupRecord } from './setup-record.ts'
import { undoSetup } from './undo-setup.ts'

const CONFIG = '/etc/ovirt-scheduler/config.yaml'
const PASSWORD = '/etc/ovirt-scheduler/engine.password'
const PLUGINS = '/usr/share/ovirt-engine/ui-plugins'
const HTTPD = '/etc/httpd/conf.d/ovirt-scheduler.conf'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-setup-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const at = (path: string) => join(root, path)
const textOf = (path: string) => readFileSync(at(path), 'utf8')

/** An engine host without our package. */
function anEngineHost(): void {
  for (const folder of [PLUGINS, '/etc/httpd/conf.d', '/plugin/ovirt-scheduler-resources', '/var/lib/ovirt-scheduler'])
    mkdirSync(at(folder), { recursive: true })
  writeFileSync(at('/plugin/ovirt-scheduler.json'), '{}')
}

type Options = Partial<
  Readonly<{ user: string; password: string; agrees: boolean; runs: boolean; fails: string; configured: string }>
>

/** `setup` on that host: what it printed, the commands that it ran, and whether it did anything. */
async function run(engine: SimulatedEngine, options: Options = {}) {
  const { user = 'scheduler@internal', password = 'scheduler', agrees = true, runs = false, fails } = options
  const [printed, ran]: [string[], string[]] = [[], []]
  const signal = AbortSignal.timeout(20_000)
  const tools = {
    port: rolePort(connectTo(engine)),
    tryLogin: async () => void (await connectTo(engine, user, password).get('', { signal })),
    record: openSetupRecord(at('/var/lib/ovirt-scheduler/setup.json')),
    run: (command: readonly string[]) => {
      const text = command.join(' ')
      if (!/ -g | is-enabled /.test(text)) ran.push(text)
      if (text.includes(' -g ')) return { status: 0, output: `${command[2]}: false version: general\n` }
      return text === fails ? { status: 1, output: 'it is broken\n' } : { status: 0, output: '' }
    },
    print: (line: string) => void printed.push(line),
    isAgreed: async () => agrees,
    signal,
  }
  const wish = {
    machine: {
      root,
      configFile: CONFIG,
      settings: {
        'engine.url': `${engine.origin}/ovirt-engine`,
        'engine.username': user,
        'engine.passwordFile': PASSWORD,
      },
      password,
      pluginFolder: at('/plugin'),
    },
    serviceUser: user,
    roleName: 'OvirtScheduler',
    permits: permitsWith(new Set()),
    xmlrpcPort: 18_781,
    runCommands: runs,
  }
  const said = () => printed.join('\n')
  return { done: setUp(wish, tools), said, ran, tools }
}

async function undo(engine: SimulatedEngine, { runs = false } = {}) {
  const { done, tools, ran, said } = await run(engine, { agrees: false })
  await done
  await undoSetup(
    openSetupRecord(at('/var/lib/ovirt-scheduler/setup.json')),
    { root, port: async () => tools.port, run: runs ? tools.run : undefined, signal: tools.signal },
    tools.print,
    async () => true,
  )
  return { said, ran }
}

const holds = async (engine: SimulatedEngine, serviceUser = 'scheduler@internal') => {
  const roles = await rolePort(connectTo(engine)).listRoles(AbortSignal.timeout(10_000))
  const user = await rolePort(connectTo(engine)).findUser(serviceUser, AbortSignal.timeout(10_000))
  return { role: roles.some(({ name }) => name === 'OvirtScheduler'), user: user?.name }
}

describe('setup', () => {
  it('shows all it would do, and without an agreement does nothing', async () => {
    anEngineHost()
    const engine = await aSimulatedEngine()
    const { done, said, ran } = await run(engine, { agrees: false })
    expect(await done).toBe(false)
    for (const what of [
      'tell the engine of the user scheduler@internal',
      'create the administrative role OvirtScheduler',
      'give the role OvirtScheduler to scheduler@internal',
      `write the password to ${PASSWORD}`,
      `set engine.username to "scheduler@internal" in ${CONFIG}`,
      `link ${PLUGINS}/ovirt-scheduler.json`,
      `write ${HTTPD}`,
      'engine-config -s ExternalSchedulerServiceURL=http://localhost:18781/',
      'systemctl restart ovirt-engine.service',
    ])
      expect(said()).toContain(what)
    expect(said()).not.toContain('password: scheduler')
    expect(ran).toEqual([])
    expect([existsSync(at(CONFIG)), existsSync(at(PASSWORD)), existsSync(at(HTTPD))]).toEqual([false, false, false])
    expect(await holds(engine)).toEqual({ role: false, user: undefined })
  })

  it('makes user, role, files and configuration, does nothing the second time, and takes all of it back', async () => {
    anEngineHost()
    const engine = await aSimulatedEngine()
    const first = await run(engine)
    expect(await first.done).toBe(true)
    expect(await holds(engine)).toEqual({ role: true, user: 'scheduler@internal-authz' })
    expect([textOf(PASSWORD), statSync(at(PASSWORD)).mode & 0o777]).toEqual(['scheduler\n', 0o400])
    expect(textOf(CONFIG)).toMatch(/^ {2}passwordFile: \/etc\/ovirt-scheduler\/engine\.password$/m)
    expect(textOf(CONFIG)).toContain('# The engine user that we read and migrate as.')
    expect(readlinkSync(at(`${PLUGINS}/ovirt-scheduler.json`))).toBe(at('/plugin/ovirt-scheduler.json'))
    expect(textOf(HTTPD)).toContain('ProxyPass')
    expect(first.ran).toEqual([])

    const second = await run(engine)
    await second.done
    expect(second.said()).toContain('✓ do nothing: all of it is as it must be')

    const { said } = await undo(engine)
    expect(said()).toContain('✓ took the user scheduler@internal out of the engine')
    expect(await holds(engine)).toEqual({ role: false, user: undefined })
    for (const path of [PASSWORD, HTTPD, CONFIG, `${PLUGINS}/ovirt-scheduler.json`])
      expect(existsSync(at(path))).toBe(false)
    expect((await undo(engine)).said()).toContain('setup has changed nothing here')
  })

  it('leaves what somebody has changed since, and what was set before as it was', async () => {
    anEngineHost()
    mkdirSync(at('/etc/ovirt-scheduler'), { recursive: true })
    writeFileSync(at(CONFIG), sampleConfig().replace('engine:\n', 'engine:\n  username: me@internal\n'))
    const before = textOf(CONFIG)
    const engine = await aSimulatedEngine()
    await (await run(engine)).done
    writeFileSync(at(HTTPD), '# mine\n')
    const { said } = await undo(engine)
    expect(said()).toContain(`! ${HTTPD} has been changed since and stays`)
    expect(said()).toContain('set engine.username in /etc/ovirt-scheduler/config.yaml to me@internal again')
    expect([textOf(CONFIG), textOf(HTTPD)]).toEqual([before, '# mine\n'])
  })

  it('runs the commands of the engine host when told, and puts back what was set there', async () => {
    anEngineHost()
    const engine = await aSimulatedEngine()
    const { done, ran } = await run(engine, { runs: true })
    await done
    const service = ['systemctl enable --now ovirt-scheduler.service', 'systemctl reload httpd.service']
    expect(ran).toEqual([
      'engine-config -s ExternalSchedulerEnabled=true',
      'engine-config -s ExternalSchedulerServiceURL=http://localhost:18781/',
      ...service,
      'systemctl restart ovirt-engine.service',
    ])
    // The web server and the engine come last here too: they must see what was taken back.
    expect((await undo(engine, { runs: true })).ran).toEqual([
      'engine-config -s ExternalSchedulerEnabled=false',
      'engine-config -s ExternalSchedulerServiceURL=false',
      'systemctl disable --now ovirt-scheduler.service',
      'systemctl reload httpd.service',
      'systemctl restart ovirt-engine.service',
    ])
  })

  it('ends the old daemon before it starts the service, and starts it again when taken back', async () => {
    anEngineHost()
    const unit = '/usr/lib/systemd/system/ovirt-scheduler-proxy.service'
    mkdirSync(at(dirname(unit)), { recursive: true })
    writeFileSync(at(unit), '')
    const engine = await aSimulatedEngine()
    const { done, ran } = await run(engine, { runs: true })
    await done
    const ofServices = (commands: readonly string[]) => commands.filter(text => text.includes('able --now'))
    expect(ofServices(ran)).toEqual([
      'systemctl disable --now ovirt-scheduler-proxy.service',
      'systemctl enable --now ovirt-scheduler.service',
    ])
    expect(ofServices((await undo(engine, { runs: true })).ran)).toEqual([
      'systemctl disable --now ovirt-scheduler.service',
      'systemctl enable --now ovirt-scheduler-proxy.service',
      'systemctl disable --now ovirt-scheduler.service',
    ])
  })

  it('stops at a command that fails, and remembers what was done until then', async () => {
    anEngineHost()
    const engine = await aSimulatedEngine()
    const fails = 'systemctl reload httpd.service'
    const { done, tools } = await run(engine, { runs: true, fails })
    await expect(done).rejects.toThrow(`${fails}: it is broken`)
    expect(tools.record.changes().at(-1)).toMatchObject({
      kind: 'ran',
      command: ['systemctl', 'enable', '--now', 'ovirt-scheduler.service'],
    })
  })

  it.each([
    {
      why: 'an account that the directory does not have',
      options: { user: 'nobody@internal' },
      says: /No such user[\s\S]*ovirt-aaa-jdbc-tool user add nobody/,
    },
    {
      why: 'an account that Keycloak does not have',
      options: { user: 'nobody@ovirt@internalsso' },
      says: /No such user[\s\S]*ovirt-engine-auth\/admin, realm ovirt-internal, Users, Add user: nobody@ovirt;/,
    },
    {
      why: 'an account that another directory does not have',
      options: { user: 'nobody@example.com' },
      says: /No such user[\s\S]*An account nobody must be in the directory example\.com/,
    },
    {
      why: 'a password that is not that of the account',
      options: { password: 'wrong' },
      says: /scheduler@internal cannot log in[\s\S]*ovirt-aaa-jdbc-tool user password-reset scheduler/,
    },
  ])('writes nothing on the machine for $why, and says how it is made', async ({ options, says }) => {
    anEngineHost()
    const { done } = await run(await aSimulatedEngine(), options)
    await expect(done).rejects.toThrow(says)
    expect([existsSync(at(CONFIG)), existsSync(at(PASSWORD))]).toEqual([false, false])
  })

  it('touches nothing, not the engine either, where another password is stored', async () => {
    anEngineHost()
    mkdirSync(at('/etc/ovirt-scheduler'))
    writeFileSync(at(PASSWORD), 'other\n')
    const engine = await aSimulatedEngine()
    await expect((await run(engine)).done).rejects.toThrow(`${PASSWORD} is there with another password`)
    expect(await holds(engine)).toEqual({ role: false, user: undefined })
  })

  it('takes an account of the engine’s Keycloak, whose provider has another name than its profile', async () => {
    anEngineHost()
    const engine = await aSimulatedEngine()
    const user = 'scheduler@internalsso'
    const { done, said } = await run(engine, { user })
    await done
    expect(said()).toContain(`✓ ${user} can log in`)
    expect(readFileSync(at(CONFIG), 'utf8')).toContain(user)
    expect(await holds(engine, user)).toEqual({ role: true, user: 'scheduler@internalkeycloak-authz' })
    await undo(engine)
    expect(await holds(engine, user)).toEqual({ role: false, user: undefined })
  })

  it('knows by the machine in which directory accounts usually are', () => {
    expect(usualAccounts(root)).toEqual({ administrator: 'admin@internal', service: 'scheduler@internal' })
    mkdirSync(at('/etc/ovirt-engine/extensions.d'), { recursive: true })
    writeFileSync(at('/etc/ovirt-engine/extensions.d/internalkeycloak-authz.properties'), '')
    expect(usualAccounts(root)).toEqual({
      administrator: 'admin@ovirt@internalsso',
      service: 'scheduler@internalsso',
    })
  })

  it('tells of what only an engine host has', async () => {
    mkdirSync(at('/var/lib/ovirt-scheduler'), { recursive: true })
    const { done, said } = await run(await aSimulatedEngine())
    await done
    expect(said()).toContain(`→ There is no ${PLUGINS} here`)
    expect(said()).toContain('→ There is no /etc/httpd/conf.d here')
  })

  it('refuses a record that cannot be read, and leaves it', () => {
    writeFileSync(at('/setup.json'), '{ "changes": [{ "kind": "unknown" }] }')
    expect(() => openSetupRecord(at('/setup.json'))).toThrow(
      /setup\.json, which tells what setup has changed, cannot be read/,
    )
  })
})
