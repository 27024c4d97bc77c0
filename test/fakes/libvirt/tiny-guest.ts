import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { guestKernelFolder, guestModules } from '../../../build/test/guest-kernel.ts'

/** A Linux that has a balloon driver and does nothing else, in `folder`. */
export function buildTinyGuest(folder: string): Readonly<{ kernel: string; initrd: string }> {
  const root = join(folder, 'initrd')
  for (const directory of ['bin', 'proc', 'sys', 'dev']) mkdirSync(join(root, directory), { recursive: true })
  copyFileSync('/usr/bin/busybox', join(root, 'bin/busybox'))
  for (const name of guestModules) copyFileSync(join(guestKernelFolder, `${name}.ko`), join(root, `${name}.ko`))
  writeFileSync(
    join(root, 'init'),
    `#!/bin/busybox sh
/bin/busybox mount -t proc none /proc
/bin/busybox mount -t sysfs none /sys
for module in ${guestModules.join(' ')}; do /bin/busybox insmod /$module.ko; done
while true; do /bin/busybox sleep 3600; done
`,
  )
  chmodSync(join(root, 'init'), 0o755)
  const initrd = join(folder, 'initrd.gz')
  execFileSync('sh', ['-c', `find . | cpio --quiet -o -H newc | gzip -1 > ${JSON.stringify(initrd)}`], { cwd: root })
  return { kernel: join(guestKernelFolder, 'vmlinuz'), initrd }
}
