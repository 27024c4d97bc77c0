import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { basename } from 'node:path'
import type { Log } from '../../telemetry/log.ts'
import { died, parseReply, type Reply } from './parse-reply.ts'
import { pythonFiles } from './python-files.ts'
import type { PluginMethod, PythonLoad, PythonRun } from './python-run.ts'
import { readLines } from './read-lines.ts'

/** Limits of each single process of the plugin; what is left out is not limited. */
export type PythonLimits = Readonly<{
  /** A second more than the time limit of the run, unless given. */
  cpuSeconds?: number
  addressSpaceBytes?: number
  dataBytes?: number
  openFiles?: number
}>

export type ZygoteOptions = Readonly<{
  /** Starts a command, in a sandbox or not. Its stdin, stdout and stderr must be pipes to here. */
  spawn: (command: readonly string[]) => ChildProcessWithoutNullStreams
  /** As `findPython` found it. */
  python: string
  pluginFile: string
  /** Called once, when the process has ended without `close`. */
  onExit?: (why: string) => void
  limits?: PythonLimits
  log?: Log
}>

export type PythonCall = Readonly<{
  className: string
  method: PluginMethod
  args: readonly unknown[]
  timeoutMs: number
}>

/** One warm interpreter for one plugin file. Its promises never reject: a run without a result says `died`. */
export type Zygote = Readonly<{
  pid: number | undefined
  load(timeoutMs: number): Promise<PythonLoad>
  call(call: PythonCall): Promise<PythonRun>
  /** A line as `factsLine` writes it. Later calls see it, running ones do not. */
  setFacts(line: Buffer): void
  close(): Promise<void>
}>

const MAX_LINE_BYTES = 16 << 20
/** How much later than a run's own deadline the zygote may answer before it counts as hung. */
const GRACE_MS = 2_000
const OPEN_FILES = 256
const STDERR_KEPT = 2_000

/**
 * Starts the interpreter; the plugin's own code runs only in processes forked from it. Whoever starts it decides whether
 * to start another one when it is gone.
 */
export function startZygote({ spawn, python, pluginFile, onExit, limits, log }: ZygoteOptions): Zygote {
  // -B: the service writes nothing beside plugins. Otherwise as plain `python3 -c` starts: its environment, its site.
  const child = spawn([python, '-B', pythonFiles.zygote, pluginFile])
  const module = basename(pluginFile, '.py')
  const waiting = new Map<number, (reply: Omit<Reply, 'id'>) => void>()
  let lastId = 0
  let gone: string | undefined
  let closing = false
  let complaints = ''

  const endAll = (reason: string) => {
    if (gone !== undefined) return
    gone = closing ? 'the interpreter was closed' : reason
    for (const settle of waiting.values()) settle({ run: died(gone), found: null })
    waiting.clear()
    if (!closing) onExit?.(reason)
  }
  const kill = (why: string) => {
    log?.warn({ plugin: pluginFile, pid: child.pid }, `The interpreter of a plugin ${why} and is stopped.`)
    endAll(`the interpreter ${why}`)
    child.kill('SIGKILL')
  }

  child.stderr.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString('utf8')).slice(-STDERR_KEPT)
  })
  // The end of the process is reported by 'close', which follows.
  child.stdin.on('error', () => {})
  child.once('error', error => endAll(`the interpreter did not start: ${error.message}`))
  child.once('close', (code, signal) => {
    const lastWords = complaints.trim().split('\n').at(-1)
    endAll(`the interpreter ended with ${signal ?? `code ${code}`}${lastWords ? `: ${lastWords}` : ''}`)
  })
  readLines(
    child.stdout,
    MAX_LINE_BYTES,
    line => {
      const reply = parseReply(line)
      if (reply === undefined) {
        log?.warn(
          { plugin: pluginFile, line: line.slice(0, 200) },
          'The interpreter of a plugin wrote a line that is no reply.',
        )
        return
      }
      waiting.get(reply.id)?.(reply)
    },
    () => kill('wrote too long a line'),
  )

  function ask(command: Readonly<Record<string, unknown>>, timeoutMs: number): Promise<Omit<Reply, 'id'>> {
    if (gone !== undefined) return Promise.resolve({ run: died(gone), found: null })
    const id = ++lastId
    const cpuSeconds = Math.ceil(timeoutMs / 1_000) + 1
    const line = { id, ...command, module, timeoutMs, limits: { cpuSeconds, openFiles: OPEN_FILES, ...limits } }
    return new Promise(resolve => {
      const deadline = setTimeout(() => kill(`did not answer within ${timeoutMs + GRACE_MS} ms`), timeoutMs + GRACE_MS)
      waiting.set(id, reply => {
        clearTimeout(deadline)
        waiting.delete(id)
        resolve(reply)
      })
      child.stdin.write(`${JSON.stringify(line)}\n`)
    })
  }

  return {
    pid: child.pid,
    async load(timeoutMs) {
      const { run, found } = await ask({ do: 'load' }, timeoutMs)
      return { ...run, found }
    },
    async call({ className, method, args, timeoutMs }) {
      const { run } = await ask({ do: 'call', class: className, method, args }, timeoutMs)
      return run
    },
    setFacts(line) {
      if (gone === undefined) child.stdin.write(line)
    },
    async close() {
      closing = true
      if (gone !== undefined && (child.exitCode !== null || child.signalCode !== null || child.pid === undefined))
        return
      const ended = once(child, 'close')
      // Python kills its forks and ends when its commands do; a wedged one is killed.
      child.stdin.end()
      const deadline = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
      await ended.finally(() => clearTimeout(deadline))
    },
  }
}
