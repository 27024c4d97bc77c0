/** What the tests need beyond npm, how to see that it is there, and the Debian packages that bring it. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { guestKernelFolder, hasGuestKernel, provideGuestKernel } from './guest-kernel.ts'

type Need = Readonly<{
  what: string
  isThere: () => boolean
  packages: readonly string[]
  /** What has to be done beyond installing those. */
  provide?: () => void
  /** Its tests are left out, and say so, where it cannot be had: without rights or without Debian. */
  isOptional?: true
}>

const commandWorks = (command: string) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0

const needs: readonly Need[] = [
  { what: 'bubblewrap, for the sandbox of plugins', isThere: () => commandWorks('bwrap'), packages: ['bubblewrap'] },
  { what: 'Chromium, for the browser tests', isThere: () => existsSync('/usr/bin/chromium'), packages: ['chromium'] },
  {
    what: 'libvirt, QEMU and what its small guests are made of, for the tests of hosts',
    isThere: () =>
      ['/usr/sbin/libvirtd', '/usr/sbin/virtlogd', '/usr/bin/qemu-system-x86_64', '/usr/bin/busybox'].every(
        existsSync,
      ) &&
      ['virsh', 'qemu-img', 'cpio', 'unshare'].every(commandWorks) &&
      existsSync('/usr/bin/openssl'),
    packages: [
      'libvirt-daemon-system',
      'libvirt-clients',
      'qemu-system-x86',
      'qemu-utils',
      'busybox-static',
      'cpio',
      'openssl',
    ],
    isOptional: true,
  },
  {
    what: 'SASL, for libvirt’s log-in with a password',
    isThere: () => existsSync('/usr/sbin/saslpasswd2'),
    packages: ['sasl2-bin', 'libsasl2-modules'],
    isOptional: true,
  },
  {
    what: 'an ssh server, for libvirt over ssh',
    isThere: () => existsSync('/usr/sbin/sshd') && existsSync('/usr/bin/ssh'),
    packages: ['openssh-server', 'openssh-client'],
    isOptional: true,
  },
  {
    what: `a kernel for guests under emulation, in ${guestKernelFolder}`,
    isThere: hasGuestKernel,
    packages: [],
    provide: provideGuestKernel,
    isOptional: true,
  },
  {
    what: 'PostgreSQL, for the store of several replicas',
    isThere: () => existsSync('/usr/lib/postgresql') && commandWorks('psql'),
    packages: ['postgresql'],
    isOptional: true,
  },
  {
    what: 'rpmbuild, for the tests of the RPM',
    isThere: () => ['rpmbuild', 'nsenter'].every(commandWorks),
    packages: ['rpm', 'util-linux'],
    isOptional: true,
  },
  {
    what: 'Apache’s httpd, for the tests of the web server in front',
    isThere: () => ['/usr/sbin/apache2', '/usr/sbin/httpd'].some(existsSync),
    // The program and its modules; the package apache2 would start it.
    packages: ['apache2-bin'],
    isOptional: true,
  },
  {
    what: 'ext4, for the test of a disk that fails',
    isThere: () =>
      ['mkfs.ext4', 'e2fsck'].every(name => ['/sbin', '/usr/sbin'].some(dir => existsSync(`${dir}/${name}`))),
    packages: ['e2fsprogs'],
    isOptional: true,
  },
  {
    what: 'podman, for the test of the container',
    isThere: () => commandWorks('podman'),
    packages: ['podman', 'crun', 'runc'],
    isOptional: true,
  },
  { what: 'Python 3, for the XML-RPC tests', isThere: () => commandWorks('python3'), packages: ['python3'] },
  {
    what: 'YAML and two more modules of Python, for vdsm’s own server',
    isThere: () =>
      !process.argv.includes('--vdsm') ||
      spawnSync('/usr/bin/python3', ['-c', 'import yaml, decorator, dateutil'], { stdio: 'ignore' }).status === 0,
    packages: ['python3', 'python3-yaml', 'python3-decorator', 'python3-dateutil'],
  },
]

/**
 * Installs what is missing where we may (Debian, as root). Returns a sentence for each thing that stays missing and that there
 * are no tests without; of the rest it only tells.
 */
export function provideSystemNeeds(): string[] {
  const missing = needs.filter(need => !need.isThere())
  if (missing.length > 0 && process.getuid?.() === 0 && commandWorks('apt-get')) {
    console.log(`Installing for the tests: ${missing.flatMap(({ packages }) => packages).join(', ')}`)
    apt(['update', '-qq'])
    // One after another, so that what cannot be had keeps nothing else away.
    for (const { packages, provide } of missing) {
      if (packages.length > 0) apt(['install', '-y', '-qq', '--no-install-recommends', ...packages])
      provide?.()
    }
  }
  const still = missing.filter(need => !need.isThere())
  for (const need of still.filter(({ isOptional }) => isOptional)) {
    console.warn(`${problemOf(need)}. The tests that need it are left out.`)
  }
  return still.filter(({ isOptional }) => !isOptional).map(problemOf)
}

const problemOf = ({ what, packages }: Need): string =>
  packages.length === 0
    ? `Missing: ${what}. It is taken from Debian's packages, as root`
    : `Missing: ${what}. On Debian, as root: apt-get install ${packages.join(' ')}`

function apt(args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] })
  if (status !== 0) console.error(`apt-get ${args[0]} failed: ${stderr.trim().split('\n').at(-1)}`)
}
