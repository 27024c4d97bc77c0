import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { figuresOf } from '../proc-figures.ts'
import { type ProcessStat, parseProcessStat } from './process-stat.ts'
import { errnoOf, readText } from './read-text.ts'

/** No kernel has more at once. */
const MOST_PIDS = 4_194_304

export type ProcessMemory = Readonly<{ virtualKiB?: number | undefined; residentKiB?: number | undefined }>

/** The processes of the machine whose /proc it is; those that have gone are undefined. */
export type Processes = Readonly<{
  pids(): Promise<number[]>
  stat(pid: number): Promise<ProcessStat | undefined>
  memory(pid: number): Promise<ProcessMemory>
  arguments(pid: number): Promise<readonly string[] | undefined>
}>

export function processesOf(proc: string): Processes {
  const fileOf = (pid: number, name: string) => readText(join(proc, String(pid), name))
  return {
    async pids() {
      const names = await namesIn(proc)
      return names
        .filter(name => /^[1-9]\d{0,6}$/.test(name))
        .map(Number)
        .filter(pid => pid <= MOST_PIDS)
        .sort((a, b) => a - b)
    },
    async stat(pid) {
      const text = await fileOf(pid, 'stat')
      return text === undefined ? undefined : parseProcessStat(text)
    },
    async memory(pid) {
      const figures = figuresOf(await fileOf(pid, 'status'))
      return { virtualKiB: figures.get('VmSize'), residentKiB: figures.get('VmRSS') }
    },
    arguments: async pid => (await fileOf(pid, 'cmdline'))?.split('\0'),
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return []
  }
}
