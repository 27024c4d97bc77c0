import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Ran = Readonly<{ status: number | null; stdout: string; stderr: string }>

/** A copy of this machine's files in which packages may be installed: what is written there is gone with it. */
export type ScratchMachine = AsyncDisposable &
  Readonly<{
    /** The words before a command that have it run inside. */
    within: readonly string[]
    run(...command: string[]): Ran
    /** What was written, made or taken away there, as absolute paths; without what is below `except`. */
    changed(except: readonly string[]): string[]
  }>

/**
 * Lays a layer over the machine's root, in a mount namespace of its own, and turns to it as a container does (`pivot_root`: below a mere
 * `chroot` the kernel allows no user namespaces, and so no sandbox). Network, processes and users are the machine's. Undefined where that
 * is not allowed: it takes root, and overlayfs.
 */
export async function startScratchMachine(): Promise<ScratchMachine | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-machine-'))
  const script = join(folder, 'hold.sh')
  writeFileSync(script, holding)
  const holder = spawn('unshare', ['--mount', '--propagation', 'private', 'sh', '-e', script, folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const isUp = await new Promise<boolean>(resolve => {
    holder.stdout.once('data', () => resolve(true))
    holder.once('exit', () => resolve(false))
    holder.once('error', () => resolve(false))
  })
  const stop = async () => {
    holder.kill('SIGKILL')
    if (holder.exitCode === null && holder.signalCode === null)
      await new Promise(resolve => holder.once('exit', resolve))
    rmSync(folder, { recursive: true, force: true })
  }
  if (!isUp) {
    await stop()
    return undefined
  }
  // A working directory is opened before the root is another one: whoever enters goes to the new one himself.
  const enter = ['nsenter', `--target=${holder.pid}`, '--mount', '--root']
  const within = [...enter, 'sh', '-c', 'cd / && exec "$@"', 'sh']
  const run = (...command: string[]): Ran => {
    const [program = '', ...args] = [...within, ...command]
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 120_000 })
    return { status, stdout, stderr }
  }
  return {
    within,
    run,
    changed(except) {
      const away = except.flatMap(path => ['-path', `/written/upper${path}`, '-prune', '-o'])
      const { stdout } = run('find', '/written/upper', '-mindepth', '1', ...away, '-not', '-type', 'd', '-print')
      return stdout
        .split('\n')
        .filter(Boolean)
        .map(path => path.slice('/written/upper'.length))
        .toSorted()
    },
    [Symbol.asyncDispose]: stop,
  }
}

/** Runs inside the new namespace, with the folder as its argument, and stays. */
const holding = `
folder=$1
mount -t tmpfs none "$folder"
mkdir "$folder/upper" "$folder/work" "$folder/root"
mount -t overlay none -o "lowerdir=/,upperdir=$folder/upper,workdir=$folder/work" "$folder/root"
mkdir -p "$folder/root/written" "$folder/root/before"
mount --bind "$folder" "$folder/root/written"
cd "$folder/root"
mount -t proc proc proc
mount --rbind /dev dev
mount -t tmpfs none run
pivot_root . before
umount -l before
echo up
exec sleep infinity
`
