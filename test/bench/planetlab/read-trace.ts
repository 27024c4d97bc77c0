import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { STEPS_PER_DAY } from './setting.ts'

/** VM → step → percent of the VM's CPU. */
export type Trace = readonly Uint8Array[]

/** The days that are there, by date. */
export const listTraces = (dir: string): string[] =>
  (existsSync(dir) ? readdirSync(dir) : [])
    .filter(name => /^planetlab-.*\.csv\.gz$/.test(name))
    .toSorted()
    .map(name => join(dir, name))

export const readTrace = (file: string): Trace => parseTrace(gunzipSync(readFileSync(file)).toString('utf8'))

/** One row per VM: its name, then a whole percentage per step of a day. */
export function parseTrace(text: string): Trace {
  const trace = text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map((line, row) => parseRow(line, row + 1))
  if (trace.length === 0) throw new Error('The trace has no rows.')
  return trace
}

function parseRow(line: string, row: number): Uint8Array {
  const [, ...percents] = line.split(',').map(Number)
  const isKnown = percents.every(percent => Number.isInteger(percent) && percent >= 0 && percent <= 100)
  if (!isKnown || percents.length !== STEPS_PER_DAY) {
    throw new Error(`Row ${row} of the trace is not a name and ${STEPS_PER_DAY} whole percentages.`)
  }
  return Uint8Array.from(percents)
}
