import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

export type FakeProcess = Readonly<{
  name?: string
  arguments?: readonly string[]
  minorFaults?: number
  majorFaults?: number
  cpuTicks?: number
  startTicks?: number
  virtualKiB?: number
  residentKiB?: number
}>

export type ProcTree = Readonly<{
  root: string
  /** `path` as from the root of the machine. */
  write(path: string, text: string): Promise<void>
  remove(path: string): Promise<void>
  start(pid: number, process?: FakeProcess): Promise<void>
  end(pid: number): Promise<void>
}>

const memory = `MemTotal:       16384000 kB
MemFree:         1024000 kB
MemAvailable:    4096000 kB
Buffers:          128000 kB
Cached:          2048000 kB
Active(anon):    5000000 kB
AnonPages:       8192000 kB
SwapTotal:       2048000 kB
SwapFree:        1536000 kB
HugePages_Total:       0
Hugepagesize:       2048 kB
`

const ksm = {
  run: 1,
  pages_to_scan: 100,
  sleep_millisecs: 20,
  merge_across_nodes: 0,
  pages_shared: 7,
  pages_sharing: 21,
  pages_unshared: 300,
  pages_volatile: 4,
  full_scans: 12,
} as const

/** A machine with some memory, KSM that runs, and no process. Gone after the test. */
export async function aProcTree(): Promise<ProcTree> {
  const root = await mkdtemp(join(tmpdir(), 'proc-tree-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  const write = async (path: string, text: string) => {
    const file = join(root, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  const remove = (path: string) => rm(join(root, path), { recursive: true })
  await write('proc/meminfo', memory)
  await write('proc/vmstat', 'nr_free_pages 256000\npswpin 1200\npswpout 3400\n')
  await write('proc/uptime', '1000.00 5000.00\n')
  for (const [name, value] of Object.entries(ksm)) await write(`sys/kernel/mm/ksm/${name}`, `${value}\n`)
  return {
    root,
    write,
    remove,
    async start(pid, process = {}) {
      const { name = 'bash', minorFaults = 0, majorFaults = 0, cpuTicks = 0, startTicks = 5000 } = process
      const counters = `${minorFaults} 0 ${majorFaults} 0 ${cpuTicks} 0 0 0 20 0 1 0 ${startTicks} 1000 100`
      await write(`proc/${pid}/stat`, `${pid} (${name}) S 1 1 1 0 -1 4194560 ${counters} 18446744073709551615 1 1\n`)
      await write(`proc/${pid}/cmdline`, (process.arguments ?? [name]).map(text => `${text}\0`).join(''))
      const { virtualKiB, residentKiB } = process
      // A thread of the kernel has no memory of its own.
      const sizes = virtualKiB === undefined ? '' : `VmSize:\t${virtualKiB} kB\nVmRSS:\t${residentKiB ?? 0} kB\n`
      await write(`proc/${pid}/status`, `Name:\t${name}\nPid:\t${pid}\n${sizes}Threads:\t1\n`)
    },
    end: pid => remove(`proc/${pid}`),
  }
}
