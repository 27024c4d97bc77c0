/** A plugin whose process says what it likes: no question may go unanswered, and nothing but what was checked may come through. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import { indexSnapshot } from '../../server/model/indexed-snapshot.ts'
import { createRuntime } from '../../server/runtime/create-runtime.ts'
import { loadScript } from '../../server/runtime/plugins/load-script.ts'
import { type LoadedPlugin, PluginError } from '../../server/runtime/plugins/loaded-plugin.ts'
import { noGrant } from '../../server/runtime/plugins/parse-grants.ts'
import { type PluginFile, readPluginFile } from '../../server/runtime/plugins/plugin-file.ts'
import { aboutHosts, aboutVm } from '../../server/runtime/question.ts'
import type { Reason } from '../../shared/policy/reason.ts'
import { schedulerFunctions } from '../../shared/sdk/scheduler.ts'
import { aCluster, aHost, aSnapshot, aVm } from '../fakes/builders.ts'
import { aLog } from '../fakes/log.ts'
import { someSchedulers } from '../fakes/schedulers.ts'
import { type Door, knocksOf } from './door.ts'
import { type Asked, type Saying, sayingTo } from './said-by-plugin.ts'
import { type TalkingProcess, talkingProcess } from './talking-process.ts'

type Sayings = Readonly<Record<Asked, Saying>>

const [CALL_TIMEOUT_MS, LOAD_TIMEOUT_MS] = [30, 200]
/** For a process that is silent, and a new one in its place; far more than both may take. */
const ANSWERED_MS = 5_000

const cluster = aCluster()
const hosts = [aHost(), aHost({ id: 'host2' })]
const vm = aVm()
const snapshot = aSnapshot({ clusters: [cluster], hosts, vms: [vm] })
const at = { index: indexSnapshot(snapshot), cluster }
const hostIds = new Set<unknown>(hosts.map(({ id }) => id))

const asked = ['load', 'filter', 'score', 'balance', ...schedulerFunctions] as const
const sayings = fc.record(
  Object.fromEntries(asked.map(one => [one, sayingTo(one)])) as { [A in Asked]: fc.Arbitrary<Saying> },
)

export async function pluginDoor(): Promise<Door> {
  const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-fuzz-plugin-'))
  writeFileSync(join(folder, 'plugin.ts'), '// What it says is made up.')
  const file = await readPluginFile(join(folder, 'plugin.ts'))
  return {
    knocks: knocksOf(sayings, said => meet(said, file, join(folder, 'staged'))),
    close: () => rmSync(folder, { recursive: true }),
  }
}

async function meet(said: Sayings, file: PluginFile, stagingDirectory: string): Promise<string> {
  const processes: TalkingProcess[] = []
  const plugin = await loadScript(file, noGrant, {
    sandbox: {
      ...{ level: 'runtime', wrapper: 'permission' },
      spawn() {
        const one = talkingProcess(question => said[question])
        processes.push(one)
        return one
      },
    },
    watch: { watch: () => () => {}, close() {} },
    limits: { callTimeoutMs: CALL_TIMEOUT_MS, loadTimeoutMs: LOAD_TIMEOUT_MS, memoryMiB: 64, hasSpare: false },
    ...{ stagingDirectory, productVersion: '0.1.0', environment: {} },
    fetch: () => Promise.reject(new Error('nothing is fetched here')),
    sleep: ms => delay(Math.min(ms, CALL_TIMEOUT_MS)),
    log: aLog().log,
  }).catch((error: unknown) => {
    if (error instanceof PluginError && error.problems.every(isSentence)) return undefined
    throw error
  })
  if (plugin === undefined) return 'not loaded'
  const outcomes = await askEverything(plugin)
  await inTime('its end', plugin.close())
  if (processes.some(one => !one.isOver())) throw new Error('a process is left')
  const good = outcomes.filter(Boolean).length
  return good === outcomes.length ? 'all answered' : good === 0 ? 'none answered' : 'some answered'
}

/** Whether each question got an answer that can be used. */
async function askEverything(plugin: LoadedPlugin): Promise<boolean[]> {
  const runtime = createRuntime({ units: plugin.units, elapsedMs: () => 0 })
  const schedulers = someSchedulers({}, plugin.schedulers, [`*=${plugin.schedulers[0]?.scheduler.id ?? 'default'}`])
  const [ofVm, ofHosts] = [aboutVm(snapshot, vm, hosts), aboutHosts(snapshot, hosts)]
  const candidates = [{ hostId: 'host2' }]
  const change = { ...{ id: vm.id, from: 'up', to: 'down', atMs: 5 }, kind: 'vm' as const }
  const answers: boolean[] = []
  async function ask<T>(what: string, outcome: Promise<Outcome<T>>, check: (value: T) => void): Promise<void> {
    const settled = await inTime(what, outcome)
    if (settled.ok) check(settled.value)
    else if (!isSentence(settled.message)) throw new Error(`${what} failed with "${settled.message}"`)
    answers.push(settled.ok)
  }
  for (const { unit } of plugin.units) {
    if (unit.functions.includes('filter'))
      await ask('filter', runtime.filter(unit.id, ofVm, {}), verdicts => {
        for (const [id, verdict] of verdicts) known(hostIds, id, verdict.ok ? undefined : verdict.reason)
      })
    if (unit.functions.includes('score'))
      await ask('score', runtime.score(unit.id, ofVm, {}), ({ of }) => {
        for (const [id, points] of of) {
          known(hostIds, id)
          if (!(points >= 0 && points <= 100)) throw new Error(`${points} points`)
        }
      })
    if (unit.functions.includes('balance'))
      await ask('balance', runtime.balance(unit.id, ofHosts, {}), ({ move, because }) => {
        told(because)
        if (move === undefined) return
        known(new Set([vm.id]), move.vmId)
        for (const id of move.toHostIds) known(hostIds, id)
      })
  }
  await ask('hasAnyHosts', schedulers.hasAnyHosts({ ...at, vm, candidates }), () => {})
  await ask('selectHost', schedulers.selectHost({ ...at, vm, candidates }), ({ hostId, because }) => {
    told(because)
    if (hostId !== undefined) known(new Set(['host2']), hostId)
  })
  await ask('selectedHosts', schedulers.selectedHosts(at), ids => {
    for (const id of ids) known(hostIds, id)
  })
  const advised = [
    schedulers.loadBalance(at),
    schedulers.onTimerInvoked(at),
    schedulers.onStatusChanged(at, change),
    schedulers.onStatusChanged(at, { ...change, kind: 'host', id: 'host1' }),
  ]
  for (const advice of advised)
    await ask('advice', advice, given => {
      if (given === undefined) return
      told(given.because)
      for (const { toHostIds = [], because } of given.moves) for (const id of toHostIds) known(hostIds, id, because)
    })
  return answers
}

type Outcome<T> = Readonly<{ ok: true; value: T } | { ok: false; message: string }>

async function inTime<T>(what: string, answer: Promise<T>): Promise<T> {
  const late = new AbortController()
  const tooLate = delay(ANSWERED_MS, undefined, { signal: late.signal }).then(
    () => Promise.reject(new Error(`${what} was not answered in ${ANSWERED_MS} ms`)),
    () => new Promise<never>(() => {}),
  )
  return Promise.race([answer, tooLate]).finally(() => late.abort())
}

const isSentence = (text: string): boolean => text.trim() !== '' && text.length <= 3_000 && !/\p{Cc}/u.test(text)

function told({ text }: Pick<Reason, 'text'>): void {
  if (!isSentence(text)) throw new Error(`a reason of ${JSON.stringify(text)}`)
}

function known(ids: ReadonlySet<unknown>, id: string, because?: Reason): void {
  if (!ids.has(id)) throw new Error(`something of ${id}, which nobody asked about`)
  if (because !== undefined) told(because)
}
