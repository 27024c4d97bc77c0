import { wholeOf } from '../proc-figures.ts'

export type ProcessStat = Readonly<{
  /** Its program, cut to 15 letters. */
  name: string
  minorFaults: number
  majorFaults: number
  /** In user and system mode, in hundredths of a second. */
  cpuTicks: number
  /** Hundredths of a second after the host's start: with the pid, no other process has the same. */
  startTicks: number
}>

/** USER_HZ, which the kernel counts in for programs, whatever its own clock; 100 wherever QEMU runs as a host. */
export const TICKS_PER_S = 100

/**
 * /proc/PID/stat, proc(5): the name in parentheses may hold spaces and parentheses itself. Undefined: it is not in that form.
 */
export function parseProcessStat(text: string): ProcessStat | undefined {
  const [from, to] = [text.indexOf('('), text.lastIndexOf(')')]
  if (from < 0 || to < from) return undefined
  // The first of these is field 3 of the manual.
  const fields = text.slice(to + 2).split(' ')
  const field = (number: number) => wholeOf(fields[number - 3])
  const [minorFaults, majorFaults, user, system, startTicks] = [field(10), field(12), field(14), field(15), field(22)]
  if (minorFaults === undefined || majorFaults === undefined || startTicks === undefined) return undefined
  if (user === undefined || system === undefined) return undefined
  return { name: text.slice(from + 1, to), minorFaults, majorFaults, cpuTicks: user + system, startTicks }
}
