import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type DomainOptions, domainXml } from './domain-xml.ts'
import type { Libvirtd } from './start-libvirtd.ts'
import { buildTinyGuest } from './tiny-guest.ts'

const run = promisify(execFile)

/** A VM of this daemon, under emulation. The name is different from every other, since control groups are the machine's. */
export type StartedGuest = Readonly<{ id: ReturnType<typeof randomUUID>; name: string; disk?: string }>

export type GuestOptions = Readonly<
  Omit<DomainOptions, 'name' | 'uuid' | 'guest' | 'disk'> & {
    /** Boots a Linux with a balloon driver; else it boots nothing. */
    boots?: boolean
    withDisk?: boolean
    /** Its vCPU is busy for ever: it boots a disk whose first sector jumps to itself. */
    spins?: boolean
    /** define: it is off. */
    how?: 'create' | 'define'
  }
>

/** x86: a jump to itself, and the mark by which firmware knows a boot sector. */
const spinningSector = Buffer.concat([Buffer.from([0xeb, 0xfe]), Buffer.alloc(508), Buffer.from([0x55, 0xaa])])

async function writeAt(path: string, bytes: Buffer): Promise<void> {
  await using file = await open(path, 'r+')
  await file.write(bytes)
}

export async function startGuest(daemon: Libvirtd, options: GuestOptions = {}): Promise<StartedGuest> {
  const { boots = false, spins = false, withDisk = spins, how = 'create', ...rest } = options
  const id = randomUUID()
  const name = `vm-${id.slice(0, 8)}`
  const disk = withDisk ? join(daemon.folder, `${name}.img`) : undefined
  if (disk !== undefined) await run('qemu-img', ['create', '-q', '-f', 'raw', disk, '16M'])
  if (disk !== undefined && spins) await writeAt(disk, spinningSector)
  const path = join(daemon.folder, `${name}.xml`)
  const guest = boots ? { guest: buildTinyGuest(daemon.folder), memoryMiB: 160 } : {}
  await writeFile(path, domainXml({ name, uuid: id, ...(disk && { disk }), ...guest, ...rest }))
  await daemon.virsh([how, path])
  return { id, name, ...(disk && { disk }) }
}
