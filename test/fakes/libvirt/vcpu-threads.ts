import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { Libvirtd } from './start-libvirtd.ts'

const run = promisify(execFile)

/** Threads of the host that the vCPUs of a VM are, in their order, as its QEMU says. */
async function vcpuThreads(daemon: Libvirtd, name: string): Promise<number[]> {
  const told = await daemon.virsh(['qemu-monitor-command', name, '--hmp', 'info cpus'])
  return [...told.matchAll(/thread_id=(\d+)/g)].map(([, id]) => Number(id))
}

/** Puts all vCPUs of a VM on one CPU behind libvirt’s back: it goes on telling the pins that it knows of. */
export async function crowd(daemon: Libvirtd, name: string, cpuId: number): Promise<void> {
  for (const thread of await vcpuThreads(daemon, name)) await run('taskset', ['-cp', String(cpuId), String(thread)])
}

/** Where the kernel may put each vCPU: `0-1`. */
export async function affinities(daemon: Libvirtd, name: string): Promise<string[]> {
  const statuses = (await vcpuThreads(daemon, name)).map(thread => readFile(`/proc/${thread}/status`, 'utf8'))
  return (await Promise.all(statuses)).map(status => /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? '')
}
