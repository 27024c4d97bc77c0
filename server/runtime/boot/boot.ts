/**
 * The first code in a plugin's process: takes away what a plugin has no business with, loads the plugin, answers calls.
 * It runs inside the sandbox and is trusted no more than the plugin: what keeps that in is outside.
 * Arguments: the plugin's file, the file of the SDK, and as JSON what the operator grants the plugin.
 */
import { pathToFileURL } from 'node:url'
import type { SiteUnit } from '../../../shared/sdk/site-unit.ts'
import type { FromPlugin, PluginCall, ToPlugin } from '../sandbox/plugin-wire.ts'
import { answerCall } from './answer-call.ts'
import { fetchThrough } from './fetch-through.ts'
import { readLines } from './read-lines.ts'
import { restrictProcess } from './restrict-process.ts'
import { declarationOf, unitsIn } from './units-in.ts'
import { type View, viewOf } from './view.ts'

const [, , pluginFile = '', sdkFile = '', grantText = '{}'] = process.argv
const { readable = [], environment = [] } = JSON.parse(grantText) as { readable?: string[]; environment?: string[] }
const writeOut = process.stdout.write.bind(process.stdout)
const say = (message: FromPlugin) => {
  writeOut(`${JSON.stringify(message)}\n`)
}

const sdkUrl = pathToFileURL(sdkFile).href
await import(sdkUrl)
restrictProcess({
  sdkUrl,
  pluginUrl: pathToFileURL(pluginFile).href,
  readsFiles: readable.length > 0,
  environment,
})

const MAX_PROBLEM = 2_000

let units: ReadonlyMap<string, SiteUnit>
let current: Readonly<{ number: number; view: View }> | undefined
const fetching = fetchThrough(say)

async function answer(call: PluginCall): Promise<void> {
  try {
    const unit = units.get(call.unit)
    if (unit === undefined || current?.number !== call.snapshot) throw new Error('the service asked amiss')
    const { view } = current
    const hosts = view.hostsOf(call)
    say({ say: 'answer', id: call.id, answer: await answerCall(unit, call, hosts, view, fetching.forCall(call.id)) })
  } catch (error) {
    say({ say: 'failed', id: call.id, problem: placed(error) })
  }
}

const heed = (message: ToPlugin) => {
  switch (message.do) {
    case 'snapshot':
      current = { number: message.number, view: viewOf(message.snapshot) }
      return
    case 'call':
      void answer(message)
      return
    default:
      fetching.settle(message)
  }
}

/** The error and the first place in the plugin's own file, which is what its author wants to know. */
function placed(error: unknown): string {
  try {
    return inWords(error).slice(0, MAX_PROBLEM)
  } catch {
    return 'threw something that cannot be shown'
  }
}

function inWords(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${String(error)}`
  const place = error.stack?.split('\n').find(line => line.includes(pluginFile))
  const where = place === undefined ? undefined : /[^/\\]+:\d+(:\d+)?/.exec(place.slice(place.indexOf(pluginFile)))?.[0]
  return where === undefined ? `${error.name}: ${error.message}` : `${error.name}: ${error.message} (${where})`
}

try {
  units = unitsIn(await import(pathToFileURL(pluginFile).href))
  readLines(process.stdin, line => heed(JSON.parse(line) as ToPlugin))
  say({ say: 'ready', units: [...units.values()].map(declarationOf) })
} catch (error) {
  say({ say: 'broken', problem: placed(error) })
  process.exitCode = 1
}
