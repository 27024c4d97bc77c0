import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { program as ours } from './program.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export type RunningProcess = Readonly<{
  /** What the awaited line's pattern captured. */
  match: RegExpMatchArray
  output(): string
  pid: number
  /** Sends the signal and waits for the end; resolves with the exit code, undefined when a signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | undefined>
}>

export type ProcessOptions = Readonly<{
  /** A command that runs the one behind it in its own place, as `nice` does. */
  within?: readonly string[]
  /** What is run in place of this tree: an installed `ovirt-scheduler`. */
  program?: readonly string[]
  /** Is given the process at once, before it is ready. */
  onSpawn?: (child: ChildProcess) => void
}>

const START_DEADLINE_MS = 90_000

/** Runs `ovirt-scheduler …` as its own process until a line of its output matches; rejects with its output if it ends first. */
export async function startProcess(
  args: readonly string[],
  ready: RegExp,
  env: NodeJS.ProcessEnv = {},
  { within = [], program = ours, onSpawn }: ProcessOptions = {},
): Promise<RunningProcess> {
  const [command = '', ...rest] = [...within, ...program, ...args]
  const child = spawn(command, rest, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onSpawn?.(child)
  let output = ''
  const ended = new Promise<number | undefined>(resolve => child.once('exit', code => resolve(code ?? undefined)))
  const match = await new Promise<RegExpMatchArray>((resolve, reject) => {
    const deadline = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`no line matched ${ready} in ${START_DEADLINE_MS} ms:\n${output}`))
    }, START_DEADLINE_MS)
    const look = (chunk: Buffer) => {
      output += chunk.toString('utf8')
      const found = output.match(ready)
      if (found === null) return
      clearTimeout(deadline)
      resolve(found)
    }
    child.stdout.on('data', look)
    child.stderr.on('data', look)
    void ended.then(code => {
      clearTimeout(deadline)
      reject(new Error(`ovirt-scheduler ${args.join(' ')} ended with ${code}:\n${output}`))
    })
  })
  return {
    match,
    output: () => output,
    pid: child.pid ?? 0,
    stop(signal = 'SIGTERM') {
      child.kill(signal)
      return ended
    },
  }
}
