import { readFileSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { parseTraces } from '../simulator/demand/parse-traces.ts'
import type { Trace } from '../simulator/demand/trace.ts'
import { scenarios } from '../simulator/world/create-world.ts'
import { decimal, instant, wholeNumber } from './argument-parsers.ts'
import { CliFailure } from './outcome.ts'

export type SimulationOptions = Readonly<{
  scenario: string
  hosts?: number
  vms?: number
  seed: number
  traces?: string
  speed: number
  /** Simulated time at which the world begins, ms since 1970. */
  start?: number
}>

/** The options that `simulate-engine` and `demo` share. */
export function addSimulationOptions(command: Command): Command {
  const names = [...scenarios.keys()]
  const described = [...scenarios].map(([name, description]) => `  ${name.padEnd(18)} ${description}`)
  return command
    .addOption(
      new Option('--scenario <name>', 'what is going on in the simulated clusters')
        .choices(names)
        .default('memory-pressure'),
    )
    .option('--hosts <n>', 'number of hosts instead of the scenario’s own', wholeNumber(0, 2000))
    .option('--vms <m>', 'number of VMs; without it they follow the number of hosts', wholeNumber(0, 50_000))
    .option('--seed <n>', 'same seed and start, same world', wholeNumber(0, 999_999_999), 1)
    .option('--start <time>', 'simulated time to begin at, e.g. 2026-03-01T09:00Z; without it: now', instant)
    .option('--traces <file.csv.gz>', 'CPU demand of the VMs: a row per VM, percent of its CPU every 5 minutes')
    .option('--speed <factor>', 'how much faster than real time; 60 makes a minute a second', decimal(0.1, 3600), 1)
    .addHelpText('after', `\nScenarios:\n${described.join('\n')}`)
}

/** The rows of a trace file. Throws CliFailure naming the file, and the row that is wrong. */
export function readTraces(file: string): readonly Trace[] {
  try {
    return parseTraces(readFileSync(file))
  } catch (error) {
    throw new CliFailure(`traces from ${file}: ${(error as Error).message}`, { cause: error })
  }
}
