/**
 * Hostile input at every door, for as long as asked, by the generators of test/fuzz: `node test/bench/fuzz.ts [--minutes 1]
 * [--door rest] [--seed 1] [--json]`. Each door in a process of its own. Exit code 1 when something was found: an answer that
 * must not be, one that took longer than 10 s, memory that grew and stayed, or a process that did not live.
 */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { doors } from '../fuzz/doors.ts'
import { positive, printFigures } from './arguments.ts'
import type { FuzzFigures } from './fuzz-one-door.ts'

const SILENT_MS = 120_000
const FINDINGS_SHOWN = 10

export type FromDoor = Readonly<{ at: number } | { figures: FuzzFigures }>

/** undefined: the process did not live, or said nothing for two minutes; `at` is the portion that it was at. */
async function fuzzDoor(door: string, minutes: number, seed: number): Promise<FuzzFigures | { at: number }> {
  const script = fileURLToPath(new URL('./fuzz-one-door.ts', import.meta.url))
  const child = fork(script, [door, String(minutes), String(seed)], { execArgv: ['--expose-gc'] })
  let figures: FuzzFigures | undefined
  let at = 0
  const silent = () => child.kill('SIGKILL')
  let alarm = setTimeout(silent, SILENT_MS)
  child.on('message', (message: FromDoor) => {
    clearTimeout(alarm)
    alarm = setTimeout(silent, SILENT_MS)
    if ('at' in message) at = message.at
    else figures = message.figures
  })
  await new Promise(resolve => child.once('exit', resolve))
  clearTimeout(alarm)
  return figures ?? { at }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '1' },
      door: { type: 'string' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
    strict: false,
  })
  const minutes = Number(values.minutes)
  if (!(minutes > 0)) positive('minutes', String(values.minutes))
  const wanted = values.door === undefined ? Object.keys(doors) : String(values.door).split(',')
  for (const door of wanted) {
    if (!Object.hasOwn(doors, door)) {
      console.error(`There is no door "${door}"; there are ${Object.keys(doors).join(', ')}.`)
      process.exitCode = 1
      continue
    }
    const result = await fuzzDoor(door, minutes, Number(values.seed))
    if ('at' in result) {
      console.error(`${door}: its process did not live, or hung, in the portion of seed ${result.at}`)
      process.exitCode = 1
      continue
    }
    const { findings, kinds, ...figures } = result
    printFigures({ bench: 'fuzz', door, ...figures, findings: findings.length }, values.json === true)
    if (values.json !== true)
      console.log(
        Object.entries(kinds)
          .map(([kind, count]) => `  ${kind} ${count}`)
          .join(','),
      )
    for (const { times, first } of findings.slice(0, FINDINGS_SHOWN)) console.error(`${times} times: ${first}`)
    if (findings.length > 0) process.exitCode = 1
  }
}

if (import.meta.main) await main()
