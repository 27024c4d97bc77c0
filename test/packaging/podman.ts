import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { gatherBaseImage } from './base-image.ts'
import type { Ran } from './scratch-machine.ts'

/** A podman with images and containers of its own, which are gone with it. */
export type Podman = Readonly<{
  /** Why no container can run here; undefined when one did. */
  problem: string | undefined
  /** What `run` needs on this machine. */
  runFlags: readonly string[]
  call(...args: string[]): Ran
  dispose(): void
}>

export const baseImage = 'localhost/base:1'

const limits = ['--ulimit', 'nofile=4096:4096', '--ulimit', 'nproc=4096:4096']

/** From the plainest on: some machines forbid raising limits, and crun does not take every layout of cgroups. */
const ways: readonly Readonly<{ global: readonly string[]; run: readonly string[] }>[] = [
  { global: [], run: [] },
  { global: [], run: limits },
  { global: ['--runtime', 'runc'], run: limits },
]

/** Looks for a way to run containers by running one, on an image of this machine's own files, with its state in `folder`. */
export function findPodman(folder: string): Podman {
  const dispose = () => {
    call([], ['rm', '--all', '--force', '--time', '0'])
    // What podman does after a container's end may still be at it.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
  const without = (problem: string): Podman => ({
    ...{ problem, runFlags: [], dispose },
    call: () => ({ status: null, stdout: '', stderr: problem }),
  })
  const place = [
    '--root',
    `${folder}/root`,
    '--runroot',
    `${folder}/run`,
    '--storage-opt',
    'overlay.skip_mount_home=true',
  ]
  const own = [...place, '--cgroup-manager', 'cgroupfs', '--events-backend', 'none']
  const call = (global: readonly string[], args: readonly string[]) => exec('podman', [...own, ...global, ...args])

  if (process.getuid?.() !== 0) return without('it takes root, to give files to the user of the container')
  if (exec('podman', ['--version']).status !== 0) return without('there is no podman')
  const imported = importInto(own)
  if (imported.status !== 0) return without(imported.stderr.trim())
  let problem = ''
  for (const { global, run } of ways) {
    const runFlags = ['--pull', 'never', '--network', 'host', ...run]
    const tried = call(global, ['run', '--rm', ...runFlags, baseImage, 'node', '--version'])
    if (tried.status === 0) return { problem: undefined, runFlags, call: (...args) => call(global, args), dispose }
    problem ||= tried.stderr.trim()
  }
  return without(`containers do not run here: ${problem}`)
}

function importInto(own: readonly string[]): Ran {
  try {
    using base = gatherBaseImage()
    const script = 'tar --create --directory "$0" . | podman "$@"'
    return exec('sh', ['-c', script, base.folder, ...own, 'import', '--quiet', '-', baseImage])
  } catch (error) {
    return {
      status: null,
      stdout: '',
      stderr: `no image could be made: ${error instanceof Error ? error.message : error}`,
    }
  }
}

function exec(program: string, args: readonly string[]): Ran {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', timeout: 120_000 })
  return { status, stdout: stdout ?? '', stderr: error?.message ?? stderr ?? '' }
}
