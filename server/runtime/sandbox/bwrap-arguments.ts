import type { SandboxedProcess } from './sandboxed-process.ts'

/** Where programs and their libraries live on every distribution that merged /usr. */
const system = ['--ro-bind', '/usr', '/usr', '--symlink', 'usr/bin', '/bin', '--symlink', 'usr/lib', '/lib']
const system64 = ['--symlink', 'usr/lib64', '/lib64', '--ro-bind-try', '/etc/ld.so.cache', '/etc/ld.so.cache']
const localTime = ['--ro-bind-try', '/etc/localtime', '/etc/localtime']
/** What name look-ups and TLS need, when there is a network at all. */
const networkFiles = [
  '/etc/resolv.conf',
  '/etc/hosts',
  '/etc/nsswitch.conf',
  '/etc/ssl',
  '/etc/pki',
  '/etc/ca-certificates',
]

/**
 * bubblewrap: new user, mount, PID, IPC, UTS, cgroup and network namespaces, an own file system of read-only mounts, no
 * capability, no way back. It dies with the service, and everything inside dies with it.
 */
export function bwrapArguments(process: SandboxedProcess): string[] {
  const { command, readable, environment, network = false, workingDirectory = '/' } = process
  const { PATH }: Readonly<{ PATH?: string }> = environment
  return [
    '--unshare-all',
    ...(network ? ['--share-net', ...networkFiles.flatMap(file => ['--ro-bind-try', file, file])] : []),
    // Not --new-session: bwrap is started in a session of its own, and a process that begins another is not killed with its group.
    '--die-with-parent',
    ...system,
    ...system64,
    ...localTime,
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    ...readable.flatMap(({ from, at }) => ['--ro-bind', from, at]),
    // Who runs the service as root owns the kernel's settings; the rest are tmpfs that could be filled.
    '--remount-ro',
    '/proc',
    '--remount-ro',
    '/dev',
    '--remount-ro',
    '/',
    // The rest of the environment is inherited: arguments can be read by every user of the machine.
    ...(PATH === undefined ? ['--unsetenv', 'PATH'] : ['--setenv', 'PATH', PATH]),
    '--cap-drop',
    'ALL',
    '--uid',
    '65534',
    '--gid',
    '65534',
    '--hostname',
    'plugin',
    '--chdir',
    workingDirectory,
    '--',
    ...command,
  ]
}
