import type { SandboxedProcess } from './sandboxed-process.ts'

/**
 * The same by util-linux alone, where bubblewrap is not installed: namespaces by unshare, then this script makes a root
 * of read-only mounts, moves into it, lets go of the old one and of every capability. Arguments: working directory, then
 * pairs of what to mount and where, `--`, the command.
 */
const script = `
set -eu
cd_to=$1; shift
mount -t tmpfs -o size=1m,nr_inodes=1k,mode=755 tmpfs /mnt
mkdir -p /mnt/usr /mnt/proc /mnt/dev /mnt/etc /mnt/old
ln -s usr/bin /mnt/bin; ln -s usr/lib /mnt/lib; ln -s usr/lib64 /mnt/lib64
place() {
  if [ -d "$1" ]; then mkdir -p "/mnt$2"; else mkdir -p "/mnt$(dirname "$2")"; : > "/mnt$2"; fi
  mount --rbind "$1" "/mnt$2"
}
place /usr /usr
for file in /etc/ld.so.cache /etc/localtime; do if [ -f "$file" ]; then place "$file" "$file"; fi; done
for device in null zero full random urandom; do : > "/mnt/dev/$device"; mount --bind "/dev/$device" "/mnt/dev/$device"; done
mount -t proc -o nosuid,nodev,noexec proc /mnt/proc
while [ "$1" != -- ]; do place "$1" "$2"; shift 2; done
shift
cd /mnt
pivot_root . old
# All of them read-only, with whatever is mounted inside them.
while read -r _ _ _ _ at _; do
  case $at in
    / | /old | /old/*) ;;
    *) at=$(printf %b "$(printf %s "$at" | sed 's/\\\\/\\\\0/g')")
       mount -o remount,bind,ro,nosuid "$at" 2>/dev/null || mount -o remount,bind,ro "$at" ;;
  esac
done < /proc/self/mountinfo
umount -l /old
mount -o remount,bind,ro /
cd "$cd_to"
exec setpriv --no-new-privs --inh-caps=-all --bounding-set=-all --securebits=+noroot,+noroot_locked "$@"
`

/** Variables that the shell itself adds. */
const shellVariables = ['PATH', 'PWD', 'OLDPWD', 'SHLVL', '_']

/**
 * `limitedCommand`: the command behind what limits it, since the script itself has files to make. The environment is
 * inherited, and not an argument: arguments can be read by every user of the machine.
 */
export function unshareArguments(process: SandboxedProcess, limitedCommand: readonly string[]): string[] {
  const { readable, environment, network = false, workingDirectory = '/' } = process
  const { PATH }: Readonly<{ PATH?: string }> = environment
  return [
    '--user',
    '--map-root-user',
    ...(network ? [] : ['--net']),
    '--pid',
    '--ipc',
    '--uts',
    '--mount',
    '--fork',
    '--kill-child=SIGKILL',
    '--',
    '/bin/sh',
    '-c',
    script,
    'sandbox',
    workingDirectory,
    ...readable.flatMap(({ from, at }) => [from, at]),
    '--',
    '/usr/bin/env',
    ...shellVariables.filter(name => !(name in environment)).flatMap(name => ['-u', name]),
    ...(PATH === undefined ? [] : [`PATH=${PATH}`]),
    ...limitedCommand,
  ]
}
