import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

const PATIENCE_MS = 30_000

/** Whether there can be one here; to be used with `skipIf`. */
export const canRunLibvirtd =
  process.getuid?.() === 0 &&
  ['/usr/sbin/libvirtd', '/usr/sbin/virtlogd', '/usr/bin/virsh', '/sys/kernel/mm/ksm'].every(existsSync) &&
  // Not in every container may root mount.
  spawnSync('unshare', ['--mount', 'true']).status === 0

export type LibvirtdOptions = Readonly<{
  /** Lines of libvirtd.conf. */
  config?: readonly string[]
  /** Arguments of libvirtd, such as --listen. */
  args?: readonly string[]
  /** Lines of qemu.conf. */
  qemuConfig?: readonly string[]
  /** Lines of /etc/sasl2/libvirt.conf as this daemon sees it. */
  saslConfig?: readonly string[]
  /** libvirt may not write the settings of KSM. */
  readOnlyKsm?: boolean
  /** It reads and sets KSM of this machine’s kernel. Whoever starts it so puts that back as it was. */
  realKsm?: boolean
}>

export type Libvirtd = Readonly<{
  folder: string
  socket: string
  pid: () => number
  /** `virsh` about this daemon, from outside; by the QEMU driver unless `uri` (test:///default) is given. */
  virsh: (args: readonly string[], uri?: string) => Promise<string>
  kill: (signal: NodeJS.Signals) => void
  /** SIGKILL, and gone; its VMs run on. */
  crash: () => Promise<void>
  /** After `crash`. */
  start: () => Promise<void>
  stop: () => Promise<void>
}>

/**
 * The machine's libvirtd in a mount namespace of its own, so that it and others run at once and neither sees nor changes
 * what is the machine's: sockets, VMs, configuration, and the settings of KSM, which are files of this folder unless asked otherwise.
 * Control groups are the machine's: names of VMs have to be different from those of every other daemon.
 */
export async function startLibvirtd(options: LibvirtdOptions = {}): Promise<Libvirtd> {
  const folder = await mkdtemp(join(tmpdir(), 'libvirtd-'))
  const socket = join(folder, 'run/libvirt-sock')
  await prepare(folder, options)
  // A test run that is cut off leaves nothing running.
  const onExit = () => killAll(folder)
  process.once('exit', onExit)
  let daemon = await launch(folder, options)

  const self: Libvirtd = {
    folder,
    socket,
    pid: () => daemon.pid ?? -1,
    async virsh(args, uri = 'qemu:///system') {
      const { stdout } = await run('virsh', ['-q', '-c', `${uri.replace(':', '+unix:')}?socket=${socket}`, ...args], {
        env: { ...process.env, LC_ALL: 'C' },
      })
      return stdout
    },
    kill: signal => void daemon.kill(signal),
    async crash() {
      await ended(daemon, 'SIGKILL')
    },
    async start() {
      daemon = await launch(folder, options)
    },
    async stop() {
      process.off('exit', onExit)
      daemon.kill('SIGCONT')
      await ended(daemon, 'SIGTERM')
      killAll(folder)
      await rm(folder, { recursive: true, force: true })
    },
  }
  return self
}

const ksmFiles = {
  pages_to_scan: '100',
  sleep_millisecs: '20',
  merge_across_nodes: '1',
  pages_shared: '11',
  pages_sharing: '22',
  pages_unshared: '33',
  pages_volatile: '44',
  full_scans: '55',
  run: '0',
} as const

async function prepare(folder: string, { config = [], qemuConfig = [], saslConfig }: LibvirtdOptions): Promise<void> {
  for (const name of ['run', 'lib/qemu', 'log/qemu', 'etc/qemu', 'ksm']) {
    await mkdir(join(folder, name), { recursive: true })
  }
  const own = [
    `unix_sock_dir = "${folder}/run"`,
    'unix_sock_rw_perms = "0700"',
    'auth_unix_ro = "none"',
    ...(config.some(line => line.startsWith('auth_unix_rw')) ? [] : ['auth_unix_rw = "none"']),
    `host_uuid = "${randomUUID()}"`,
    `log_outputs = "3:file:${folder}/log/libvirtd.log"`,
    ...config,
  ]
  await writeFile(join(folder, 'etc/libvirtd.conf'), `${own.join('\n')}\n`)
  const qemu = ['user = "root"', 'group = "root"', 'security_driver = "none"', 'namespaces = []', ...qemuConfig]
  await writeFile(join(folder, 'etc/qemu.conf'), `${qemu.join('\n')}\n`)
  if (saslConfig !== undefined) await writeFile(join(folder, 'etc/sasl.conf'), `${saslConfig.join('\n')}\n`)
  for (const [name, value] of Object.entries(ksmFiles)) await writeFile(join(folder, 'ksm', name), `${value}\n`)
}

async function launch(
  folder: string,
  { args = [], saslConfig, readOnlyKsm = false, realKsm = false }: LibvirtdOptions,
): Promise<ChildProcess> {
  const mounts = {
    '/run/libvirt': 'run',
    '/var/lib/libvirt': 'lib',
    '/var/log/libvirt': 'log',
    '/etc/libvirt/qemu': 'etc/qemu',
    '/etc/libvirt/qemu.conf': 'etc/qemu.conf',
    ...(!realKsm && { '/sys/kernel/mm/ksm': 'ksm' }),
    ...(saslConfig && { '/etc/sasl2/libvirt.conf': 'etc/sasl.conf' }),
  }
  const script = [
    'set -e',
    ...Object.entries(mounts).map(([target, source]) => `mount --bind '${folder}/${source}' '${target}'`),
    ...(readOnlyKsm ? ['mount -o remount,bind,ro /sys/kernel/mm/ksm'] : []),
    // It keeps running when its daemon is killed, as on a host; VMs write their logs through it.
    `[ -e '${folder}/run/virtlogd-sock' ] || /usr/sbin/virtlogd --daemon --pid-file '${folder}/virtlogd.pid'`,
    `exec /usr/sbin/libvirtd --config '${folder}/etc/libvirtd.conf' --pid-file '${folder}/libvirtd.pid' ${args.join(' ')}`,
  ]
  await mkdir('/run/libvirt', { recursive: true })
  const daemon = spawn('unshare', ['--mount', 'sh', '-c', script.join('\n')], { stdio: ['ignore', 'ignore', 'pipe'] })
  let complaints = ''
  daemon.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-2000)
  })
  const patience = AbortSignal.timeout(PATIENCE_MS)
  while (!(await answers(join(folder, 'run/libvirt-sock')))) {
    if (daemon.exitCode !== null || patience.aborted) throw new Error(`libvirtd does not answer: ${complaints}`)
    await delay(20)
  }
  return daemon
}

function answers(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(path, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

async function ended(daemon: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return
  const { promise, resolve } = Promise.withResolvers<void>()
  daemon.once('exit', () => resolve())
  daemon.kill(signal)
  await promise
}

/** The daemon, its VMs and their logger, which run on by themselves; we know them by the files that they keep. */
function killAll(folder: string): void {
  const vms = join(folder, 'run/qemu')
  const running = existsSync(vms) ? readdirSync(vms).filter(name => name.endsWith('.pid')) : []
  const files = [...running.map(name => join(vms, name)), join(folder, 'virtlogd.pid'), join(folder, 'libvirtd.pid')]
  for (const file of files.filter(existsSync)) {
    const pid = Number(readFileSync(file, 'utf8'))
    try {
      // A number may be somebody else's by now.
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      if (command.includes(folder) || command.includes('qemu-system')) process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}
