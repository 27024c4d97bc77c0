import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import type { Isolation } from '../unit-runtime.ts'
import { bwrapArguments } from './bwrap-arguments.ts'
import { limitArguments, type SandboxedProcess, type Wrapper } from './sandboxed-process.ts'
import { unshareArguments } from './unshare-arguments.ts'

/** Starts processes as far away from this one as this machine allows. */
export type Sandbox = Readonly<{
  level: Exclude<Isolation, 'none'>
  wrapper: Wrapper
  /** Why it is not "kernel"; undefined when it is. */
  shortfall?: string
  /**
   * Starts a process with pipes for its standard streams. Killing the child with SIGKILL ends everything inside, and so
   * does the end of this process, however it comes.
   */
  spawn(process: SandboxedProcess): ChildProcessWithoutNullStreams
}>

/** auto: the best there is. kernel: nothing less. runtime: not even tried, for kernels where namespaces misbehave. */
export type WantedSandbox = 'auto' | 'kernel' | 'runtime'

/** The site demands kernel isolation and this machine has none. The message says what to install or allow. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError'
}

const PROBE_DEADLINE_MS = 10_000
const run = promisify(execFile)

/** Of util-linux, and where they work: what ends a process with its parent, and what limits it. */
type Tools = Readonly<{ tether: readonly string[]; prlimit: string | undefined }>

/** Node itself is what must run inside, wherever it is installed. */
const probe: SandboxedProcess = {
  command: [process.execPath, '--version'],
  readable: [{ from: process.execPath, at: process.execPath }],
  environment: {},
  dataBytes: 2 ** 30,
  openFiles: 64,
}

/** Finds out by trying which isolation works here. Throws SandboxError when "kernel" is demanded and none does. */
export async function createSandbox(
  wanted: WantedSandbox,
  wrappers: readonly Wrapper[] = ['bwrap', 'unshare'],
): Promise<Sandbox> {
  const tools = await findTools()
  const tried: string[] = []
  for (const wrapper of wanted === 'runtime' ? [] : wrappers) {
    const problem = await problemOf(commandLine(wrapper, probe, tools))
    if (problem === undefined) return sandboxOf(tools, 'kernel', wrapper)
    tried.push(`${wrapper}: ${problem}`)
  }
  const fix = 'Install bubblewrap, and allow unprivileged user namespaces (sysctl user.max_user_namespaces).'
  const shortfall = wanted === 'runtime' ? 'units.sandbox is "runtime"' : `${tried.join('; ')}. ${fix}`
  if (wanted === 'kernel')
    throw new SandboxError(`units.sandbox demands "kernel", which does not work here. ${shortfall}`)
  return sandboxOf(tools, 'runtime', 'permission', shortfall)
}

const sandboxOf = (tools: Tools, level: Sandbox['level'], wrapper: Wrapper, shortfall?: string): Sandbox => ({
  level,
  wrapper,
  ...(shortfall !== undefined && { shortfall }),
  spawn(process) {
    const [program = '', ...args] = commandLine(wrapper, process, tools)
    const isBare = wrapper === 'permission'
    const cwd = isBare ? (process.workingDirectory ?? '/') : '/'
    // The wrappers find each other by PATH; each takes care that inside there is the one that was asked for.
    const env = isBare ? process.environment : { ...process.environment, ...outerEnvironment }
    return killedWhole(spawn(program, args, { env, stdio: 'pipe', cwd, detached: true }))
  },
})

/**
 * SIGKILL goes to the whole group. bwrap and unshare make what they start die with them, but only some moments after they
 * have started it: killed in between, they alone would leave a process behind that waits for ever, with our pipes open.
 */
function killedWhole(child: ChildProcessWithoutNullStreams): ChildProcessWithoutNullStreams {
  const killOne = child.kill.bind(child)
  child.kill = signal => {
    const { pid, exitCode, signalCode } = child
    // Once it has been waited for, its number may be another process's.
    if (signal !== 'SIGKILL' || pid === undefined || exitCode !== null || signalCode !== null) return killOne(signal)
    try {
      return process.kill(-pid, signal)
    } catch {
      return killOne(signal)
    }
  }
  return child
}

const outerEnvironment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }

/** The wrapper around the command, with the limits where nothing that the wrapper does can meet them. */
function commandLine(wrapper: Wrapper, process: SandboxedProcess, { tether, prlimit }: Tools): string[] {
  const limits = prlimit === undefined ? [] : [prlimit, ...limitArguments(process)]
  switch (wrapper) {
    case 'bwrap':
      return [...limits, 'bwrap', ...bwrapArguments(process)]
    case 'unshare':
      return [...tether, 'unshare', ...unshareArguments(process, [...limits, ...process.command])]
    case 'permission':
      return [...tether, ...limits, ...process.command]
  }
}

async function findTools(): Promise<Tools> {
  const tether = ['/usr/bin/setpriv', '--pdeathsig', 'KILL']
  const prlimit = '/usr/bin/prlimit'
  const isThere = async (command: readonly string[]) =>
    (await problemOf([...command, '/usr/bin/env', 'true'])) === undefined
  return {
    tether: (await isThere(tether)) ? tether : [],
    prlimit: (await isThere([prlimit, '--core=0'])) ? prlimit : undefined,
  }
}

/** What goes wrong when the command is run; undefined: nothing. */
async function problemOf([program = '', ...args]: readonly string[]): Promise<string | undefined> {
  try {
    await run(program, args, { timeout: PROBE_DEADLINE_MS, killSignal: 'SIGKILL', env: outerEnvironment })
    return undefined
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message?: string }
    const text = stderr?.trim() || (message ?? String(error))
    return text.split('\n')[0]?.slice(0, 160) ?? ''
  }
}
