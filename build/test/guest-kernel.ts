/** A kernel with virtio drivers for guests under emulation, taken out of Debian's package without installing that. */
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const guestKernelFolder = '/var/cache/ovirt-scheduler-tests/guest-kernel'

/** In the order in which they have to be loaded. */
export const guestModules = [
  'virtio_ring',
  'virtio',
  'virtio_pci_legacy_dev',
  'virtio_pci_modern_dev',
  'virtio_pci',
  'virtio_balloon',
] as const

export const hasGuestKernel = (): boolean => existsSync(join(guestKernelFolder, 'vmlinuz'))

const METAPACKAGE = 'linux-image-cloud-amd64'

/** Downloads and unpacks it; does nothing where that fails, which `hasGuestKernel` then tells. */
export function provideGuestKernel(): void {
  const scratch = mkdtempSync(join(tmpdir(), 'guest-kernel-'))
  try {
    // The downloads are made by a user of apt's own.
    chmodSync(scratch, 0o755)
    const { stdout } = run('apt-cache', ['depends', METAPACKAGE])
    const name = /Depends: (linux-image-\S+)/.exec(stdout)?.[1]
    if (name === undefined || run('apt-get', ['download', '-qq', name], scratch).status !== 0) return
    const archive = readdirSync(scratch).find(file => file.endsWith('.deb'))
    if (archive === undefined || run('dpkg-deb', ['-x', archive, 'unpacked'], scratch).status !== 0) return
    collect(join(scratch, 'unpacked'))
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

function collect(unpacked: string): void {
  const all = readdirSync(unpacked, { recursive: true, encoding: 'utf8' })
  const partial = `${guestKernelFolder}.${process.pid}`
  mkdirSync(partial, { recursive: true })
  for (const wanted of ['vmlinuz', ...guestModules]) {
    const found = all.find(path =>
      wanted === 'vmlinuz' ? /^boot\/vmlinuz-/.test(path) : path.endsWith(`/drivers/virtio/${wanted}.ko`),
    )
    if (found === undefined) throw new Error(`the kernel's package has no ${wanted}`)
    copyFileSync(join(unpacked, found), join(partial, wanted === 'vmlinuz' ? wanted : `${wanted}.ko`))
  }
  rmSync(guestKernelFolder, { recursive: true, force: true })
  renameSync(partial, guestKernelFolder)
}

const run = (command: string, args: readonly string[], cwd = '/') =>
  spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
