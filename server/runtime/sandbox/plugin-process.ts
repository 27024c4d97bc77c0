import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import type { Log } from '../../telemetry/log.ts'
import { UnitFailure } from '../unit-failure.ts'
import { createDeadline } from './deadline.ts'
import { type FromSandbox, parseFromPlugin, type Said } from './parse-from-plugin.ts'
import type { PluginCall, SchedulerCall, ToPlugin } from './plugin-wire.ts'
import type { SnapshotLine } from './snapshot-line.ts'
import { splitLines } from './split-lines.ts'

/** The process ended, or was ended, before it answered. `culprit`: it was at work on this very call. */
export class ProcessGone extends UnitFailure {
  readonly culprit: boolean
  constructor(code: 'failed' | 'timed-out', message: string, culprit: boolean) {
    super(code, message)
    this.culprit = culprit
  }
}

/** The places of a call's hosts, as JSON. One value stands for one list: it is sent once for each snapshot. */
export type HostList = Readonly<{ count: number; text: string }>

/** A call without what the process adds. */
export type Asking = UnitAsking | SchedulerAsking
type UnitAsking = Omit<PluginCall, 'do' | 'id' | 'snapshot' | 'hosts' | 'list'> & Readonly<{ hosts: HostList }>
type SchedulerAsking = Omit<SchedulerCall, 'do' | 'id' | 'snapshot'>

export type PluginProcess = Readonly<{
  /** Of the outermost wrapper; undefined: it could not be started. */
  pid: number | undefined
  /** What the plugin says it brings. Rejects with UnitFailure when it cannot be loaded. */
  ready: Promise<Said>
  /** Resolves with the answer as the plugin sent it, unchecked. Rejects with UnitFailure. */
  ask(call: Asking, snapshot: SnapshotLine): Promise<unknown>
  /** Sends a snapshot ahead of the calls that will need it. */
  show(snapshot: SnapshotLine): void
  isAlive(): boolean
  /** How many calls it has been asked; undefined: one is under way, or it is still being loaded. */
  asked(): number | undefined
  /** Ends it at once; calls under way reject. */
  kill(code: 'failed' | 'timed-out', why: string): void
  /** Resolves with the reason when the process is gone. */
  gone: Promise<string>
}>

export type PluginProcessOptions = Readonly<{
  child: ChildProcessWithoutNullStreams
  /** For loading. */
  loadTimeoutMs: number
  /** For each call, from when the process gets to it. */
  callTimeoutMs: number
  /** Fetches for the plugin, if it may. */
  fetch(url: string): Promise<Readonly<{ status: number; body: string }>>
  log: Pick<Log, 'debug'>
}>

type Pending = {
  readonly resolve: (answer: unknown) => void
  readonly reject: (failure: UnitFailure) => void
  readonly maxBytes: number
  fetches: number
}

const STDERR_KEPT = 2_000
/** Who writes more gets a broken pipe: reading it would be work for nothing. */
const STDERR_MAX = 4 * 1_048_576
const MAX_FETCHES_A_CALL = 16
/** Who goes on asking after having been refused so often is ended. */
const MAX_REFUSALS_A_CALL = 256

/**
 * How long a line may be depends on what was asked: reading JSON made to be slow takes 140 ms for each MiB, which is time
 * of the whole service. What boot.ts makes of an honest answer fits.
 */
const LOADING_BYTES = 262_144
const LINE_BYTES = 65_536
const HOST_BYTES = 2_048
const BALANCE_BYTES = 524_288

/**
 * One process with one plugin. Calls are sent as they come and the process takes them in turn; the oldest unanswered one
 * is what it is at work on, and when that takes longer than it may, the process is killed. Everything that arrives is
 * somebody else's word: what does not have the agreed shape ends the process.
 */
export function startPluginProcess(options: PluginProcessOptions): PluginProcess {
  const { child, loadTimeoutMs, callTimeoutMs, log } = options
  const pending = new Map<number, Pending>()
  const ready = Promise.withResolvers<Said>()
  const gone = Promise.withResolvers<string>()
  ready.promise.catch(() => {})
  let lastId = 0
  let shown: SnapshotLine | undefined
  let ended: Readonly<{ code: 'failed' | 'timed-out'; why: string }> | undefined
  let isOver = false
  let stderr = ''
  let stderrLength = 0
  let isReady = false
  let isCorked = false
  const lists = new Map<HostList, number>()
  const deadline = createDeadline(limitMs =>
    kill('timed-out', isReady ? `no answer in ${limitMs} ms` : `it was not loaded in ${limitMs} ms`),
  )
  deadline.set(loadTimeoutMs)

  function kill(code: 'failed' | 'timed-out', why: string): void {
    ended ??= { code, why }
    child.kill('SIGKILL')
  }

  /** The clock runs for the oldest call alone: the others wait for it, through no fault of theirs. */
  function watchOldest(): void {
    if (pending.size === 0) deadline.clear()
    else deadline.set(callTimeoutMs)
  }

  function settle(id: number): Pending | undefined {
    const call = pending.get(id)
    if (call === undefined) return undefined
    const wasOldest = pending.keys().next().value === id
    pending.delete(id)
    if (wasOldest) watchOldest()
    return call
  }

  const tell = (message: ToPlugin) => write(`${JSON.stringify(message)}\n`)
  const write = (line: string | Buffer) => {
    if (isOver || !child.stdin.writable) return
    // What is asked in one breath goes out, and wakes the process, once.
    if (!isCorked) {
      isCorked = true
      child.stdin.cork()
      process.nextTick(() => {
        isCorked = false
        child.stdin.uncork()
      })
    }
    child.stdin.write(line)
  }

  function send(snapshot: SnapshotLine): void {
    if (shown?.number === snapshot.number) return
    shown = snapshot
    lists.clear()
    write(snapshot.line)
  }

  function show(snapshot: SnapshotLine): void {
    // One that does not read is not sent more: the next call finds out what ails it.
    if (pending.size === 0 && child.stdin.writableNeedDrain) return
    send(snapshot)
  }

  async function fetchFor({ id, url }: Extract<FromSandbox, { say: 'fetch' }>, isOneTooMany: boolean): Promise<void> {
    try {
      if (isOneTooMany) throw new Error(`one call may fetch ${MAX_FETCHES_A_CALL} times`)
      tell({ do: 'fetched', id, ...(await options.fetch(url)) })
    } catch (error) {
      tell({ do: 'not-fetched', id, problem: error instanceof Error ? error.message : String(error) })
    }
  }

  /** False: not what was agreed, such as an answer to nothing that was asked. */
  function heed(message: FromSandbox): boolean {
    switch (message.say) {
      case 'ready':
        if (isReady) return false
        isReady = true
        deadline.clear()
        ready.resolve(message.said)
        return true
      case 'broken':
        if (isReady) return false
        // It may have left a timer behind that would keep it going.
        kill('failed', message.problem)
        return true
      case 'answer': {
        const call = settle(message.id)
        call?.resolve(message.answer)
        return call !== undefined
      }
      case 'failed': {
        const call = settle(message.id)
        call?.reject(new UnitFailure('failed', message.problem))
        return call !== undefined
      }
      case 'fetch': {
        const call = pending.get(message.call)
        if (call === undefined || call.fetches >= MAX_FETCHES_A_CALL + MAX_REFUSALS_A_CALL) return false
        call.fetches += 1
        void fetchFor(message, call.fetches > MAX_FETCHES_A_CALL)
        return true
      }
    }
  }

  const maxBytes = () =>
    isReady ? Math.max(LINE_BYTES, ...[...pending.values()].map(call => call.maxBytes)) : LOADING_BYTES

  splitLines(child.stdout, maxBytes, {
    onLine(line) {
      if (ended !== undefined) return
      const message = parseFromPlugin(line)
      if (message === undefined || !heed(message)) kill('failed', 'it sent something that is no answer')
    },
    onTooLong: () => kill('failed', `it sent a line of more than ${maxBytes()} bytes`),
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT)
    stderrLength += text.length
    if (stderrLength > STDERR_MAX) child.stderr.destroy()
  })
  // A pipe that breaks says what the exit says better.
  child.stdin.on('error', () => {})
  child.once('error', error => over(`it could not be started: ${error.message}`))
  child.once('close', (code, signal) => over(`its process ended (${signal ?? `exit code ${code}`})`))

  function over(how: string): void {
    if (isOver) return
    isOver = true
    deadline.clear()
    const { code, why } = ended ?? { code: 'failed', why: withLastWords(how, stderr) }
    if (stderr !== '') log.debug({ stderr, pid: child.pid }, 'A plugin wrote to its standard streams.')
    ready.reject(new UnitFailure(code, why))
    let culprit = true
    for (const { reject } of pending.values()) {
      reject(new ProcessGone(code, why, culprit))
      culprit = false
    }
    pending.clear()
    gone.resolve(why)
  }

  return {
    pid: child.pid,
    ready: ready.promise,
    ask(call, snapshot) {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      if (isOver || ended !== undefined) return Promise.reject(new ProcessGone('failed', 'its process is gone', false))
      lastId += 1
      send(snapshot)
      pending.set(lastId, { resolve, reject, fetches: 0, maxBytes: answerBytes(call) })
      write(callLine(lastId, snapshot.number, call, lists))
      if (pending.size === 1) watchOldest()
      return promise
    },
    show,
    isAlive: () => !isOver && ended === undefined,
    asked: () => (isReady && pending.size === 0 ? lastId : undefined),
    kill,
    gone: gone.promise,
  }
}

/** How many lists of hosts the plugin's process is to remember. */
const MAX_LISTS = 64

/** The call as a line of JSON, with the hosts unless the process knows them already. */
function callLine(id: number, snapshot: number, asking: Asking, lists: Map<HostList, number>): string {
  if ('scheduler' in asking)
    return `${JSON.stringify({ do: 'ask', id, snapshot, ...asking } satisfies SchedulerCall)}\n`
  const { hosts, ...call } = asking
  const known = lists.get(hosts)
  const list = known ?? (lists.size < MAX_LISTS ? lists.size + 1 : 0)
  const line = JSON.stringify({ do: 'call', id, snapshot, ...call, list } satisfies PluginCall)
  if (known !== undefined) return `${line}\n`
  if (list > 0) lists.set(hosts, list)
  return `${line.slice(0, -1)},"hosts":${hosts.text}}\n`
}

function answerBytes(asking: Asking): number {
  if ('scheduler' in asking) return LINE_BYTES + BALANCE_BYTES
  const { function: asked, hosts } = asking
  return LINE_BYTES + HOST_BYTES * hosts.count + (asked === 'balance' ? BALANCE_BYTES : 0)
}

/** Node says on the standard error stream why it gave up, such as a heap that is full. */
function withLastWords(how: string, stderr: string): string {
  const fatal = stderr.split('\n').find(line => /FATAL ERROR|RangeError|Error:/.test(line))
  return fatal === undefined ? how : `${how}: ${fatal.trim().slice(0, 120)}`
}
