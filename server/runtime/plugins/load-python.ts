import { dirname } from 'node:path'
import type { UnitDescription, UnitFunction } from '../../../shared/policy/unit.ts'
import type { Log } from '../../telemetry/log.ts'
import { untraced } from '../../telemetry/trace.ts'
import { factsLine } from '../python/facts-line.ts'
import { pythonFiles } from '../python/python-files.ts'
import type { FoundMethod, PythonLoad } from '../python/python-run.ts'
import { startZygote, type Zygote } from '../python/start-zygote.ts'
import type { Sandbox } from '../sandbox/create-sandbox.ts'
import type { SandboxedProcess } from '../sandbox/sandboxed-process.ts'
import type { ProcessWatch } from '../sandbox/watch-processes.ts'
import { type LoadedPlugin, PluginError } from './loaded-plugin.ts'
import { mendedReading } from './mended-reading.ts'
import type { Grant } from './parse-grants.ts'
import { parseWrittenProperties } from './parse-written-properties.ts'
import type { PluginFile } from './plugin-file.ts'
import type { PythonInstallation } from './python-installation.ts'
import { pythonRunner } from './python-runner.ts'
import { stagePlugin } from './stage-plugin.ts'
import { strictReading } from './strict-reading.ts'
import { textParameters } from './text-parameters.ts'
import { superviseZygote } from './zygote-supervisor.ts'

export type LoadPythonDeps = Readonly<{
  sandbox: Sandbox
  watch: ProcessWatch
  /** The interpreter to use; rejects when there is none. */
  python: () => Promise<PythonInstallation>
  /** For loading, and for each call. */
  timeoutMs: number
  memoryMiB: number
  /** Exactly as the original daemon took classes, expressions and output. */
  strict: boolean
  /** The operator knows that plugins run with the service's own rights where the kernel cannot keep them in. */
  mayRunUnisolated: boolean
  stagingDirectory: string
  environment: Readonly<Record<string, string | undefined>>
  sleep: (ms: number) => Promise<void>
  log: Log
}>

const MIB_BYTES = 1_048_576
const MAX_PROCESSES = 64

/** Starts a Python plugin's interpreter and looks which classes are units. Throws PluginError. */
export async function loadPython(file: PluginFile, grant: Grant, deps: LoadPythonDeps): Promise<LoadedPlugin> {
  const { sandbox, strict, timeoutMs, mayRunUnisolated } = deps
  if (sandbox.level !== 'kernel' && !mayRunUnisolated) {
    throw new PluginError([
      `Python needs the kernel to keep it in, which does not work here (${sandbox.shortfall ?? sandbox.wrapper}); units.sandbox: runtime runs it with the service's own rights`,
    ])
  }
  const python = await deps.python().catch((error: Error) => {
    throw new PluginError([error.message])
  })
  const staged = await stagePlugin(file, deps.stagingDirectory)
  const gone = Promise.withResolvers<string>()
  const start = (onExit: (why: string) => void) => untraced(() => startOne(file, staged, grant, python, deps, onExit))
  const first = start(gone.resolve)
  try {
    const load = await first.load(timeoutMs)
    const warnings = loadProblems(load)
    const interpreter = superviseZygote({ first, start, firstGone: gone.promise, sleep: deps.sleep })
    const reading = strict
      ? strictReading
      : mendedReading(said => {
          if (said.length > 0) deps.log.warn({ plugin: file.path, said }, 'A Python plugin wrote more than its answer.')
        })
    const units = [...Map.groupBy(load.found ?? [], found => found.class)].map(([className, methods]) => {
      const described = describeClass(className, methods, strict)
      const { unit } = described
      return {
        unit,
        source: file.path,
        kind: 'python' as const,
        isolation: sandbox.level === 'kernel' ? ('kernel' as const) : ('none' as const),
        checksum: file.checksum,
        warnings: [...warnings, ...described.warnings],
        runner: pythonRunner({ className, unit, interpreter, reading, timeoutMs }),
      }
    })
    if (units.length === 0) throw new PluginError(['no class in it has do_filter, do_score or do_balance'])
    return {
      file,
      units,
      // Python plugins are of the time before there were schedulers.
      schedulers: [],
      show: snapshot => interpreter.show(factsLine(snapshot)),
      restarts: interpreter.restarts,
      close: interpreter.close,
    }
  } catch (error) {
    await first.close()
    throw error instanceof PluginError ? error : new PluginError([(error as Error).message])
  }
}

/** As the original: an import that fails or prints does not count; what it writes to the error stream is a warning. */
function loadProblems({ found, stdout, stderr, timedOut, died, ms }: PythonLoad): string[] {
  if (died !== undefined) throw new PluginError([died])
  if (timedOut) throw new PluginError([`it was not imported in ${Math.round(ms)} ms`])
  const lastLine = stderr.trim().split('\n').at(-1) ?? ''
  if (found === null) throw new PluginError([lastLine || 'it cannot be imported'])
  if (stdout !== '') throw new PluginError([`it prints while it is imported: ${stdout.trim().slice(0, 80)}`])
  return lastLine === '' ? [] : [`while it was imported it wrote: ${lastLine.slice(0, 200)}`]
}

const functionsOf = { do_filter: 'filter', do_score: 'score', do_balance: 'balance' } as const

/** A class is a unit; each method is described by its own docstring, and all share the class's properties. */
function describeClass(
  id: string,
  methods: readonly FoundMethod[],
  strict: boolean,
): Readonly<{ unit: UnitDescription; warnings: readonly string[] }> {
  const [{ regex = '', regexType = 'str' } = {}] = methods
  const written = parseWrittenProperties(regex)
  const { parameters, warnings } = textParameters(written.properties)
  const describes: Partial<Record<UnitFunction, string>> = {}
  for (const { method, doc } of methods) describes[functionsOf[method]] = strict ? doc : oneLine(doc)
  const functions = methods.map(({ method }) => functionsOf[method])
  const description = oneLine(methods.find(({ doc }) => doc.trim() !== '')?.doc ?? '') || `Python plugin ${id}`
  return {
    unit: { id, description, parameters, functions, describes, ...(strict && { writtenRegex: regex }) },
    warnings: strict
      ? []
      : [
          ...(regexType === 'str' ? [] : [`properties_validation is a ${regexType}, not a string`]),
          ...(written.problem === undefined ? [] : [written.problem]),
          ...warnings,
        ],
  }
}

const oneLine = (doc: string): string => doc.replace(/\s+/g, ' ').trim().slice(0, 500)

function startOne(
  file: PluginFile,
  staged: string,
  grant: Grant,
  python: PythonInstallation,
  { sandbox, watch, memoryMiB, environment, log }: LoadPythonDeps,
  onExit: (why: string) => void,
): Zygote {
  const directory = dirname(file.path)
  const granted = grant.environment.flatMap(name =>
    environment[name] === undefined ? [] : [[name, environment[name]]],
  )
  const process = (command: readonly [string, ...string[]]): SandboxedProcess => ({
    command,
    readable: [
      ...python.folders.map(folder => ({ from: folder, at: folder })),
      ...Object.values(pythonFiles).map(path => ({ from: path, at: path })),
      // Its neighbours may be modules of its own; over it lies the version that was checked.
      { from: directory, at: directory },
      { from: staged, at: file.path },
      ...grant.readable.map(path => ({ from: path, at: path })),
    ],
    workingDirectory: directory,
    environment: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', HOME: '/', ...Object.fromEntries(granted) },
    network: grant.network,
    dataBytes: 2 * memoryMiB * MIB_BYTES,
    openFiles: 256,
  })
  return startZygote({
    python: python.executable,
    pluginFile: file.path,
    onExit,
    limits: { dataBytes: memoryMiB * MIB_BYTES },
    log,
    spawn([program = '', ...args]) {
      const child = sandbox.spawn(process([program, ...args]))
      if (child.pid === undefined) return child
      const stop = watch.watch({
        pid: child.pid,
        maxRssBytes: 4 * memoryMiB * MIB_BYTES,
        maxProcesses: MAX_PROCESSES,
        onExcess: what => {
          log.warn({ plugin: file.path, what }, 'A Python plugin took more than it may and is stopped.')
          child.kill('SIGKILL')
        },
      })
      child.once('close', stop)
      return child
    },
  })
}
