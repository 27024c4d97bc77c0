import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { KsmTune } from '../../../shared/model/host-knobs.ts'
import type { KsmReading } from '../../../shared/model/host-reading.ts'
import { HostError } from '../host-error.ts'
import { wholeOf } from '../proc-figures.ts'
import { errnoOf, readText } from './read-text.ts'

/** /sys/kernel/mm/ksm, Documentation/admin-guide/mm/ksm.rst: one number in each file. */

const runModes = { stop: 0, merge: 1, unmerge: 2 } as const

/** Undefined where the kernel was built without KSM. */
export async function readKsm(folder: string): Promise<KsmReading | undefined> {
  const read = async (name: string) => wholeOf(await readText(join(folder, name)))
  const [run, across] = [await read('run'), await read('merge_across_nodes')]
  if (run === undefined) return undefined
  const figures = {
    pagesToScan: await read('pages_to_scan'),
    sleepMs: await read('sleep_millisecs'),
    pagesShared: await read('pages_shared'),
    pagesSharing: await read('pages_sharing'),
    pagesUnshared: await read('pages_unshared'),
    pagesVolatile: await read('pages_volatile'),
    fullScans: await read('full_scans'),
  }
  const told = Object.entries(figures).filter(([, figure]) => figure !== undefined)
  return {
    running: run === runModes.merge,
    // A kernel without NUMA has no such file.
    ...(across !== undefined && { mergeAcrossNodes: across !== 0 }),
    ...Object.fromEntries(told),
  }
}

const LARGEST = 2 ** 32 - 1

/**
 * Writes what is named, one file after the other; when one is refused, those before it are written. Rejects with HostError:
 * `host-unsupported` where there is no KSM or we may not write, `host-refused` for a value that the kernel does not take.
 */
export async function writeKsm(folder: string, tune: KsmTune, signal: AbortSignal): Promise<void> {
  const { run, pagesToScan, sleepMs, mergeAcrossNodes } = tune
  for (const value of [pagesToScan, sleepMs]) {
    if (value === undefined || (Number.isSafeInteger(value) && value >= 0 && value <= LARGEST)) continue
    throw new HostError('host-refused', `KSM takes whole numbers up to ${LARGEST}, not ${value}.`)
  }
  // Taking apart comes first and merging last: where pages may be merged can change only while none are.
  if (run === 'unmerge' || run === 'stop') await write(folder, 'run', runModes[run], signal)
  if (mergeAcrossNodes !== undefined) await write(folder, 'merge_across_nodes', Number(mergeAcrossNodes), signal)
  if (sleepMs !== undefined) await write(folder, 'sleep_millisecs', sleepMs, signal)
  if (pagesToScan !== undefined) await write(folder, 'pages_to_scan', pagesToScan, signal)
  if (run === 'merge') await write(folder, 'run', runModes[run], signal)
}

async function write(folder: string, name: string, value: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  try {
    // Not created where it is missing.
    await using file = await open(join(folder, name), 'r+')
    await file.write(`${value}\n`, 0)
  } catch (error) {
    throw refusalOf(error, name)
  }
}

function refusalOf(error: unknown, name: string): unknown {
  switch (errnoOf(error)) {
    case undefined:
      return error
    case 'ENOENT':
      return new HostError('host-unsupported', `The kernel of this host has no ${name} of KSM.`, error)
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new HostError('host-unsupported', `This service may not write ${name} of KSM.`, error)
    case 'EBUSY':
      return new HostError('host-refused', `${name} of KSM cannot be changed while pages are merged.`, error)
    default:
      return new HostError('host-refused', `The kernel did not take ${name} of KSM: ${String(error)}.`, error)
  }
}
