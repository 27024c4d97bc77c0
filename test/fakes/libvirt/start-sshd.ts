import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '../free-port.ts'

const run = promisify(execFile)
const SSHD = '/usr/sbin/sshd'

export const canRunSshd = existsSync(SSHD) && existsSync('/usr/bin/ssh')

export type Sshd = Readonly<{
  port: number
  /** Arguments of ssh by which it has this daemon's keys, and none of the machine's settings. */
  args: readonly string[]
  stop: () => Promise<void>
}>

/**
 * An sshd of its own on loopback, with keys of its own, that only root may use. What it runs finds `run` in the place of
 * /run/libvirt, as on the host where that libvirt daemon is.
 */
export async function startSshd({ folder: parent }: Readonly<{ folder: string }>): Promise<Sshd> {
  // sshd trusts no key in a folder that others may write to.
  const folder = await mkdtemp(join('/root', 'sshd-of-tests-'))
  const path = (name: string) => join(folder, name)
  const port = await freePort()
  for (const name of ['host', 'user']) await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path(name)])
  const hostKey = await readFile(path('host.pub'), 'utf8')
  await writeFile(path('known'), `[127.0.0.1]:${port} ${hostKey}`)
  const settings = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${path('host')}`,
    `AuthorizedKeysFile ${path('user.pub')}`,
    `PidFile ${path('pid')}`,
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'UsePAM no',
  ]
  await writeFile(path('sshd_config'), `${settings.join('\n')}\n`)
  await writeFile(path('ssh_config'), `IdentityFile ${path('user')}\nUserKnownHostsFile ${path('known')}\n`)
  const script = `mount --bind ${parent}/run /run/libvirt; mkdir -p /run/sshd; exec ${SSHD} -D -e -f ${path('sshd_config')}`
  const child = spawn('unshare', ['--mount', 'sh', '-c', script], { stdio: 'ignore' })
  await listening(port)
  return {
    port,
    args: ['-F', path('ssh_config')],
    async stop() {
      child.kill()
      await once(child, 'exit')
      await rm(folder, { recursive: true })
    },
  }
}

async function listening(port: number): Promise<void> {
  for (const untilMs = Date.now() + 20_000; Date.now() < untilMs; await delay(50)) {
    const socket = connect(port, '127.0.0.1')
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (isOpen) return
  }
  throw new Error(`sshd does not listen on ${port}`)
}
