/**
 * `npm run rpm [-- --with-node [--node FILE]] [--release N] [--out DIR]`: the RPM of what `npm run build` has made. With `--with-node` it
 * brings a Node and is for machines like this one; without, it wants the machine's own and is for all.
 */
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildAll } from '../build-all.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const here = join(root, 'build', 'rpm')
const ours = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Readonly<{ version: string }>

export type RpmOptions = Readonly<{
  /** The Node to put into it; undefined: it wants one of the machine. */
  node?: string
  /** Counts packages of one version. */
  release?: number
  /** The version, for trying an upgrade out; else that of package.json. */
  version?: string
  /** Where the package goes. */
  out: string
}>

/** Packs `dist/` as it is. Returns the file. Throws with what `rpmbuild` or `npm` said. */
export function buildRpm({ node, release = 1, version = ours.version, out }: RpmOptions): string {
  const work = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-rpm-'))
  const sources = join(work, 'SOURCES')
  try {
    mkdirSync(sources)
    run('npm', ['pack', '--ignore-scripts', '--pack-destination', sources])
    renameSync(join(sources, `ovirt-scheduler-${ours.version}.tgz`), join(sources, `ovirt-scheduler-${version}.tgz`))
    run('tar', ['-czf', join(sources, 'files.tgz'), '-C', here, 'files'])
    writeFileSync(join(sources, 'config.yaml'), run(process.execPath, ['dist/server/main.js', 'config', '--sample']))
    if (node !== undefined) copyFileSync(node, join(sources, 'node'))
    const defined = {
      _topdir: work,
      our_version: version,
      our_release: String(release),
      ...(node !== undefined && { node_version: run(node, ['-p', 'process.versions.node']).trim() }),
    }
    const defines = Object.entries(defined).flatMap(([name, value]) => ['--define', `${name} ${value}`])
    const withNode = node === undefined ? [] : ['--with', 'node']
    run('rpmbuild', ['-bb', '--quiet', ...withNode, ...defines, join(here, 'ovirt-scheduler.spec')])
    const [made] = globSync(join(work, 'RPMS', '*', '*.rpm'))
    if (made === undefined) throw new Error('rpmbuild made no package')
    mkdirSync(out, { recursive: true })
    const file = join(out, basename(made))
    copyFileSync(made, file)
    return file
  } finally {
    rmSync(work, { recursive: true })
  }
}

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1_048_576,
  })
  if (error !== undefined)
    throw new Error(`${command} cannot be run (on Debian, as root: apt-get install rpm): ${error.message}`)
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}:\n${stderr}${stdout}`)
  return stdout
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      'with-node': { type: 'boolean', default: false },
      node: { type: 'string', default: process.execPath },
      release: { type: 'string', default: '1' },
      out: { type: 'string', default: join(root, 'dist', 'rpm') },
    },
  })
  await buildAll()
  const { 'with-node': withNode, node, release, out } = values
  console.log(buildRpm({ ...(withNode && { node }), release: Number(release), out: resolve(out) }))
}
