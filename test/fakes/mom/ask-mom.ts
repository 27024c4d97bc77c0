import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Value } from '../../../server/language/value.ts'
import { isList } from '../../../server/language/value.ts'
import { writeJson } from '../../../server/language/write-json.ts'

const script = fileURLToPath(new URL('../../fixtures/mom/mom_peer.py', import.meta.url))
const DEADLINE_MS = 900_000

/** The JSON of facts that both evaluators are given. */
export type FactsText = string
export type Question = Readonly<{ text: string; facts: FactsText }>

/** What MOM's evaluator said: values and controls, the message of a PolicyError, or any other failure. */
export type MomAnswer = Readonly<
  | {
      values: unknown[]
      host: Record<string, unknown>
      guests: Record<string, unknown>[]
      /** By guest, disk and field: what was set of disks in `io_tune`, where there are any. */
      disks?: Record<string, Record<string, unknown>>[]
    }
  | { policy: string }
  | { error: string }
>

/** Why MOM's evaluator cannot run here; undefined: it can. */
export function whyNoMom(sourceDir: string | undefined): string | undefined {
  if (sourceDir === undefined) return 'MOM_DIR names no source of MOM'
  if (!existsSync(join(sourceDir, 'mom/Policy/Parser.py'))) return `${sourceDir} has no mom/Policy/Parser.py`
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'there is no python3'
  }
}

export function askMom(sourceDir: string, questions: readonly Question[]): MomAnswer[] {
  return runMom([sourceDir], questions).map(line => JSON.parse(line))
}

export function momCyclesPerSecond(sourceDir: string, question: Question, seconds: number): number {
  const [line = '{}'] = runMom([sourceDir, String(seconds)], [question])
  return JSON.parse(line).cyclesPerSecond
}

function runMom(args: readonly string[], questions: readonly Question[]): string[] {
  const input = questions.map(({ text, facts }) => `{"text":${JSON.stringify(text)},"facts":${facts}}\n`).join('')
  const output = execFileSync('python3', [script, ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    timeout: DEADLINE_MS,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  return output.split('\n').filter(line => line !== '')
}

/** A value of ours in the shape that the peer writes. */
export function plain(value: Value): unknown {
  if (isList(value)) return value.map(plain)
  if (typeof value === 'bigint') return { int: value.toString() }
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return { float: 'nan' }
    const view = new DataView(new ArrayBuffer(8))
    view.setFloat64(0, value)
    return { float: view.getBigUint64(0).toString(16).padStart(16, '0') }
  }
  if (typeof value === 'object' && value !== null)
    return 'member' in value ? { entity: value.label } : { callable: true }
  return value
}

export const factsJson = (samples: readonly Record<string, Value>[]) =>
  `[${samples.map(sample => `{${Object.entries(sample).map(([name, value]) => `${JSON.stringify(name)}:${writeJson(value)}`)}}`).join(',')}]`
