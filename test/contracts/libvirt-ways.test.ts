import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { HostTls } from '../../server/hosts/host-tls.ts'
import { dialLibvirt, type LibvirtOptions } from '../../server/hosts/libvirt/dial-libvirt.ts'
import { sshWay } from '../../server/hosts/libvirt/open-command.ts'
import type { TlsWay } from '../../server/hosts/libvirt/open-tls.ts'
import { freePort } from '../fakes/free-port.ts'
import { type Certificate, makeAuthority } from '../fakes/libvirt/make-certificates.ts'
import { canRunLibvirtd, type Libvirtd, startLibvirtd } from '../fakes/libvirt/start-libvirtd.ts'
import { canRunSshd, startSshd } from '../fakes/libvirt/start-sshd.ts'

const canSasl = canRunLibvirtd && existsSync('/usr/sbin/saslpasswd2')
if (!canSasl) console.warn('not run: libvirtd and sasl2-bin are needed, and root')

const signal = () => AbortSignal.timeout(30_000)

/** Dials once; answers what the host is called, or the error's code and words. */
async function outcome(options: Omit<LibvirtOptions, 'now'>): Promise<string> {
  try {
    const link = await dialLibvirt({ now: Date.now, uri: 'test:///default', ...options })(() => undefined, signal())
    const { cpus } = await link.readHost(signal())
    link.close()
    await link.ended
    return `${cpus.length > 0 ? link.software : 'no CPUs'}`
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    return `${code}: ${message}`
  }
}

describe.skipIf(!canRunLibvirtd)('ways to a libvirt daemon', { timeout: 60_000 }, () => {
  let daemon: Libvirtd
  let folder: string
  let port: number
  let tls: HostTls
  let foreign: Awaited<ReturnType<typeof makeAuthority>>
  let stranger: Certificate

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ways-'))
    const authority = await makeAuthority(folder, 'authority')
    foreign = await makeAuthority(folder, 'foreign')
    stranger = await foreign.sign('stranger')
    const server = await authority.sign('server')
    port = await freePort()
    tls = { ca: authority.ca, ...(await authority.sign('client')) }
    daemon = await startLibvirtd({
      args: ['--listen'],
      config: [
        'listen_tls = 1',
        'listen_tcp = 0',
        'listen_addr = "127.0.0.1"',
        `tls_port = "${port}"`,
        'auth_tls = "none"',
        `ca_file = "${authority.caFile}"`,
        `cert_file = "${server.certFile}"`,
        `key_file = "${server.keyFile}"`,
      ],
    })
  }, 60_000)
  afterAll(async () => {
    await daemon.stop()
    await rm(folder, { recursive: true })
  })

  const good = /^libvirt \d+\.\d+\.\d+, TEST/i
  const overTls = (change: Partial<HostTls>, place: Partial<TlsWay> = {}) =>
    outcome({ way: { kind: 'tls', host: '127.0.0.1', port, ...place, tls: { ...tls, ...change } } })

  it('goes by TLS, each side showing a certificate', async () => {
    expect(await overTls({})).toMatch(good)
    expect(await overTls({}, { serverName: 'localhost' })).toMatch(good)
  })

  it('does not go by TLS to who has another name, or is vouched for by somebody else', async () => {
    expect(await overTls({}, { serverName: 'host.example' })).toMatch(
      /^host-certificate: .*not accepted.*host\.example/,
    )
    expect(await overTls({}, { serverName: '192.0.2.1' })).toMatch(/^host-certificate: .*192\.0\.2\.1/)
    expect(await overTls({ ca: foreign.ca })).toMatch(/^host-certificate: The host's certificate was not accepted/)
  })

  it('says that the host did not accept our certificate', async () => {
    expect(await overTls(stranger)).toMatch(/^host-certificate: The host did not accept our certificate/)
  })

  it('says nothing of what stands in a key that cannot be used', async () => {
    const said = await overTls({ key: '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n' })
    expect(said).toMatch(/^host-certificate: /)
    expect(said).not.toContain('c2VjcmV0')
  })

  it('says that nobody listens', async () => {
    expect(await overTls({}, { port: await freePort() })).toMatch(/^host-unreachable: .*ECONNREFUSED/)
    expect(await outcome({ way: { kind: 'unix', path: join(folder, 'none') } })).toMatch(/^host-unreachable: .*ENOENT/)
  })

  /** What sshd would run on the host, where the usual socket is the one of this daemon. */
  const helper = (first = ':') => {
    const script = `${first}; mount --bind ${daemon.folder}/run /run/libvirt; exec virt-ssh-helper test:///default`
    return { command: 'unshare', args: ['--mount', 'sh', '-c', script] }
  }

  it('goes by a program that passes messages on, as ssh does', async () => {
    const way = helper()
    expect(await outcome({ way: { kind: 'command', ...way } })).toMatch(good)
  })

  it('says what the program said last', async () => {
    const script = ['-c', 'echo "Permission denied (publickey)." >&2; exit 255']
    expect(await outcome({ way: { kind: 'command', command: 'sh', args: script } })).toMatch(
      /^host-unreachable: .*Permission denied \(publickey\)/,
    )
    const missing = { kind: 'command', command: 'no-such-program', args: [] } as const
    expect(await outcome({ way: missing })).toMatch(/^host-unreachable: no-such-program cannot be run/)
  })

  it.skipIf(!canRunSshd)('goes by ssh, and says what ssh says where that does not let us in', async () => {
    const sshd = await startSshd(daemon)
    try {
      const ssh = sshWay('127.0.0.1', { user: 'root', port: sshd.port, uri: 'test:///default' })
      const by = (args: readonly string[]) =>
        outcome({ way: { kind: 'command', ...ssh, args: [...args, ...ssh.args] } })
      expect(await by(sshd.args)).toMatch(good)
      const stranger = await by([...sshd.args, '-o', 'UserKnownHostsFile=/dev/null', '-o', 'StrictHostKeyChecking=yes'])
      expect(stranger).toMatch(/^host-unreachable: .*Host key verification failed/)
    } finally {
      await sshd.stop()
    }
  })

  it('takes the program with it when it ends', async () => {
    const pidFile = join(folder, 'pid')
    const way = { kind: 'command', ...helper(`echo $$ > ${pidFile}`) } as const
    const link = await dialLibvirt({ way, uri: 'test:///default', now: Date.now })(() => undefined, signal())
    const pid = Number(await readFile(pidFile, 'utf8'))
    expect(process.kill(pid, 0)).toBe(true)
    link.close()
    expect((await link.ended).message).toContain('closed')
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 10_000 })
  })

  it('never takes a host for an option of ssh, and asks nobody for a password', () => {
    expect(sshWay('-oProxyCommand=x', { user: 'root', port: 2222, uri: 'qemu:///system' })).toEqual({
      command: 'ssh',
      args: [
        ...['-T', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10', '-e', 'none', '-p', '2222', '-l', 'root'],
        ...['--', '-oProxyCommand=x', 'virt-ssh-helper', 'qemu:///system'],
      ],
    })
  })

  it('gives up after its deadline when nobody answers', async () => {
    const path = join(folder, 'silent')
    const silent = createServer().listen(path)
    await once(silent, 'listening')
    expect(await outcome({ way: { kind: 'unix', path }, timing: { dialMs: 100 } })).toMatch(/^host-timeout: .* 0\.1 s/)
    silent.close()
  })
})

describe.skipIf(!canSasl)('a libvirt daemon that wants a password', { timeout: 60_000 }, () => {
  const password = 'sesame, open=1'
  let daemon: Libvirtd
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sasl-'))
    const database = join(folder, 'users.db')
    const child = spawn('saslpasswd2', ['-p', '-c', '-a', 'libvirt', '-f', database, '-u', 'ovirt', 'vdsm'])
    child.stdin.end(password)
    await once(child, 'exit')
    daemon = await startLibvirtd({
      config: ['auth_unix_rw = "sasl"'],
      saslConfig: ['mech_list: scram-sha-256', `sasldb_path: ${database}`],
    })
  }, 60_000)
  afterAll(async () => {
    await daemon.stop()
    await rm(folder, { recursive: true })
  })

  const as = (sasl?: LibvirtOptions['sasl']) =>
    outcome({ way: { kind: 'unix', path: daemon.socket }, ...(sasl && { sasl }) })

  it('lets in who knows it', async () => {
    expect(await as({ user: 'vdsm@ovirt', password })).toMatch(/^libvirt /)
  })

  it('lets in nobody else, and the password is not told to anybody', async () => {
    for (const sasl of [
      { user: 'vdsm@ovirt', password: 'sesame-wrong' },
      { user: 'nobody@ovirt', password },
      undefined,
    ]) {
      const said = await as(sasl)
      expect(said).toMatch(/^host-authentication: /)
      expect(said).not.toMatch(/sesame/)
    }
  })
})
