import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { proxyService } from '../../server/cli/import-proxy/proxy-service.ts'
import { apiBase } from '../../shared/api/paths.ts'
import type { Health } from '../../shared/api/service.ts'
import { freePort } from '../fakes/free-port.ts'
import { eventually } from '../scenarios/eventually.ts'
import { program } from '../scenarios/program.ts'
import { type EngineProcess, startEngine } from '../scenarios/start-pair.ts'
import { type RunningProcess, startProcess } from '../scenarios/start-process.ts'
import { type Ran, type ScratchMachine, startScratchMachine } from './scratch-machine.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Where an operator types: an engine host with the service installed, its tools and systemd stood in for, and a simulated engine. */
export type OperatorMachine = AsyncDisposable &
  Readonly<{
    engine: EngineProcess
    /** As typed by root in a folder of their own. What it has systemd do with the service is done, too. */
    type(line: string): Promise<Ran>
    /** How the tools of the engine host have been called, each as one line. */
    calls(): readonly string[]
    isServiceUp(): boolean
  }>

/** Not here: they change the machine, or belong to an engine. Each writes down how it was called. */
const standIns = ['dnf', 'engine-config', 'ovirt-aaa-jdbc-tool', 'systemctl']
const WORK = '/srv/operator'
const CALLS = '/run/calls'
const folders = [
  ...['/etc/ovirt-scheduler/plugins', '/var/lib/ovirt-scheduler', '/etc/httpd/conf.d'],
  ...['/usr/share/ovirt-engine/ui-plugins', '/etc/ovirt-engine/ui-plugins', WORK],
]

/** Undefined where there can be no copy of the machine. */
export async function startOperatorMachine(): Promise<OperatorMachine | undefined> {
  await using started = new AsyncDisposableStack()
  const machine = started.use(await startScratchMachine())
  // The project may lie on a file system of its own, which a copy of the root does not have.
  if (machine?.run('test', '-e', resolve(root, program[1])).status !== 0) return undefined
  const { within } = machine
  furnish(machine)
  const engine = await startEngine()
  started.defer(async () => void (await engine.process.stop()))
  const env = {
    PATH: `/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    OVIRT_SCHEDULER_ENGINE_URL: `${engine.origin}/ovirt-engine`,
    OVIRT_SCHEDULER_ENGINE_READ_INTERVAL: '2',
    OVIRT_SCHEDULER_REST_PORT: String(await freePort()),
    OVIRT_SCHEDULER_XMLRPC_PORT: String(await freePort()),
    OVIRT_SCHEDULER_HOSTS_CONNECT: '*=simulated',
  }
  let service: RunningProcess | undefined
  started.defer(() => stop())
  const calls = () => machine.run('cat', CALLS).stdout.split('\n').filter(Boolean)

  async function start(): Promise<void> {
    service ??= await startProcess(['serve'], /ovirt-scheduler is ready/, env, {
      program: [...within, '/usr/bin/ovirt-scheduler'],
    })
    const health = `http://127.0.0.1:${env.OVIRT_SCHEDULER_REST_PORT}${apiBase}/health`
    await eventually('the service with a first read and a first backup', async () => {
      const { state, store } = (await (await fetch(health)).json()) as Health
      return state === 'ok' && store.backups?.lastAtMs !== undefined
    })
  }
  async function stop(): Promise<void> {
    const ended = service
    service = undefined
    await ended?.stop()
  }
  /** What systemd would do on this call. */
  async function follow(call: string): Promise<void> {
    if (!/^systemctl .*\bovirt-scheduler(\.service)?$/.test(call)) return
    if (/ kill --signal=SIGUSR2 /.test(call) && service !== undefined) process.kill(service.pid, 'SIGUSR2')
    if (/ (stop|restart|disable --now) /.test(call)) await stop()
    if (/ (start|restart|enable --now) /.test(call)) await start()
  }

  const all = started.move()
  return {
    engine,
    calls,
    isServiceUp: () => service !== undefined,
    async type(line) {
      const before = calls().length
      const ran = await run([...within, 'sh', '-c', `cd ${WORK} && ${line}`], env)
      for (const call of calls().slice(before)) await follow(call)
      return ran
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

function furnish({ run }: ScratchMachine): void {
  run('mkdir', '-p', ...folders)
  const write = (path: string, text: string) =>
    run('sh', '-c', 'printf %s "$1" > "$2" && chmod 755 "$2"', 'sh', text, path)
  write('/usr/bin/ovirt-scheduler', `#!/bin/sh\nexec ${process.execPath} ${resolve(root, program[1])} "$@"\n`)
  for (const name of standIns) write(`/usr/local/bin/${name}`, `#!/bin/sh\necho "${name} $*" >> ${CALLS}\n`)
  run('touch', CALLS)
  run('sh', '-c', 'ovirt-scheduler config --sample > /etc/ovirt-scheduler/config.yaml')
  // What setup and others ask for is in these files.
  run('sh', '-c', `umask 077; echo admin > ${WORK}/admin.password; echo scheduler > ${WORK}/service.password`)
  // What an old daemon had.
  run('mkdir', '-p', '/usr/lib/systemd/system')
  run('touch', `/usr/lib/systemd/system/${proxyService}`)
  run(
    'ovirt-scheduler',
    'units',
    'new',
    '--python',
    '--directory',
    '/usr/share/ovirt-scheduler-proxy/plugins',
    'old_unit',
  )
}

function run([command = '', ...args]: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', data => {
      said[stream] += data
    })
  return new Promise(done => child.on('close', status => done({ status, ...said })))
}
