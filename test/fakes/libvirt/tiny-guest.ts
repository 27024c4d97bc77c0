import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { guestKernelFolder, guestModules } from '../../../build/test/guest-kernel.ts'

/** A Linux that has a balloon driver and does nothing else, in `folder`; built once there, for QEMU maps the file while a guest boots. */
export function buildTinyGuest(folder: string): Readonly<{ kernel: string; initrd: string }> {
  const built = { kernel: join(guestKernelFolder, 'vmlinuz'), initrd: join(folder, 'initrd.gz') }
  if (existsSync(built.initrd)) return built
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
  execFileSync('sh', ['-c', `find . | cpio --quiet -o -H newc | gzip -1 > ${JSON.stringify(built.initrd)}`], {
    cwd: root,
  })
  return built
}
