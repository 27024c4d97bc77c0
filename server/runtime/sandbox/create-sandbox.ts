import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
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
  /** Starts a process with pipes for its standard streams. Killing the child with SIGKILL ends everything inside. */
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

const probe: SandboxedProcess = {
  command: ['/usr/bin/env', 'true'],
  readable: [],
  environment: {},
  dataBytes: 2 ** 30,
  openFiles: 64,
}

/** Finds out by trying which isolation works here. Throws SandboxError when "kernel" is demanded and none does. */
export async function createSandbox(
  wanted: WantedSandbox,
  wrappers: readonly Wrapper[] = ['bwrap', 'unshare'],
): Promise<Sandbox> {
  const tried: string[] = []
  for (const wrapper of wanted === 'runtime' ? [] : wrappers) {
    const [program, args] = commandLine(wrapper, probe)
    try {
      await run(program, args, { timeout: PROBE_DEADLINE_MS, killSignal: 'SIGKILL', env: outerEnvironment })
      return sandboxOf('kernel', wrapper)
    } catch (error) {
      tried.push(`${wrapper}: ${firstLine(error)}`)
    }
  }
  const fix = 'Install bubblewrap, and allow unprivileged user namespaces (sysctl user.max_user_namespaces).'
  const shortfall = wanted === 'runtime' ? 'units.sandbox is "runtime"' : `${tried.join('; ')}. ${fix}`
  if (wanted === 'kernel')
    throw new SandboxError(`units.sandbox demands "kernel", which does not work here. ${shortfall}`)
  return sandboxOf('runtime', 'permission', shortfall)
}

const sandboxOf = (level: Sandbox['level'], wrapper: Wrapper, shortfall?: string): Sandbox => ({
  level,
  wrapper,
  ...(shortfall !== undefined && { shortfall }),
  spawn(process) {
    const [program, args] = commandLine(wrapper, process)
    const isBare = wrapper === 'permission'
    const cwd = isBare ? process.workingDirectory : '/'
    const env = isBare ? process.environment : outerEnvironment
    return spawn(program, args, { env, stdio: 'pipe', ...(cwd !== undefined && { cwd }) })
  },
})

/** For the wrappers themselves, which find each other by PATH; inside, each process gets its own. */
const outerEnvironment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }

/** prlimit, when there is one, then the wrapper, then the command. */
function commandLine(wrapper: Wrapper, process: SandboxedProcess): [program: string, args: string[]] {
  const limits = hasPrlimit() ? ['prlimit', ...limitArguments(process)] : []
  switch (wrapper) {
    case 'bwrap':
      return asCommand([...limits, 'bwrap', ...bwrapArguments(process)])
    case 'unshare':
      return asCommand(['unshare', ...unshareArguments({ ...process, command: limited(limits, process) })])
    case 'permission':
      return asCommand(limited(limits, process))
  }
}

// Inside unshare the script still has files to make: the limits come after it.
const limited = (limits: readonly string[], { command }: SandboxedProcess): [string, ...string[]] => {
  const [program, ...args] = command
  const [first, ...rest] = [...limits, program]
  return [first ?? program, ...rest, ...args]
}

const asCommand = ([program = '', ...args]: readonly string[]): [string, string[]] => [program, args]

function hasPrlimit(): boolean {
  try {
    accessSync('/usr/bin/prlimit', constants.X_OK)
    return true
  } catch {
    return false
  }
}

function firstLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string }
  const text = stderr?.trim() || (message ?? String(error))
  return text.split('\n')[0]?.slice(0, 160) ?? ''
}
