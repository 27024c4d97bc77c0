/**
 * The first code in a plugin's process: takes away what a plugin has no business with, loads the plugin, answers calls.
 * It runs inside the sandbox and is trusted no more than the plugin: what keeps that in is outside.
 * Arguments: the plugin's file, the file of the SDK, and as JSON what the operator grants the plugin.
 */
import { pathToFileURL } from 'node:url'
import type { FromPlugin, PluginCall, SchedulerCall, ToPlugin } from '../sandbox/plugin-wire.ts'
import { answerCall } from './answer-call.ts'
import { answerSchedulerCall } from './answer-scheduler-call.ts'
import { declarationOf, type Exports, exportsIn, schedulerDeclarationOf } from './exports-in.ts'
import { fetchThrough } from './fetch-through.ts'
import { readLines } from './read-lines.ts'
import { restrictProcess } from './restrict-process.ts'
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

let exported: Exports
let current: Readonly<{ number: number; view: View }> | undefined
const fetching = fetchThrough(say)

async function answer(call: PluginCall | SchedulerCall): Promise<void> {
  try {
    say({ say: 'answer', id: call.id, answer: await answerOf(call) })
  } catch (error) {
    say({ say: 'failed', id: call.id, problem: placed(error) })
  }
}

function answerOf(call: PluginCall | SchedulerCall): Promise<unknown> {
  if (current?.number !== call.snapshot) throw amiss()
  const { view } = current
  const fetch = fetching.forCall(call.id)
  if (call.do === 'ask')
    return answerSchedulerCall(exported.schedulers.get(call.scheduler) ?? raise(amiss()), call, view, fetch)
  return answerCall(exported.units.get(call.unit) ?? raise(amiss()), call, view.hostsOf(call), view, fetch)
}

const amiss = () => new Error('the service asked amiss')

function raise(error: Error): never {
  throw error
}

const heed = (message: ToPlugin) => {
  switch (message.do) {
    case 'snapshot':
      current = { number: message.number, view: viewOf(message.snapshot) }
      return
    case 'call':
    case 'ask':
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
  exported = exportsIn(await import(pathToFileURL(pluginFile).href))
  readLines(process.stdin, line => heed(JSON.parse(line) as ToPlugin))
  say({
    say: 'ready',
    units: [...exported.units.values()].map(declarationOf),
    schedulers: [...exported.schedulers.values()].map(schedulerDeclarationOf),
  })
} catch (error) {
  say({ say: 'broken', problem: placed(error) })
  process.exitCode = 1
}
