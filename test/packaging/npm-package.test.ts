/** What `npm pack` makes, installed on a machine that has Node and nothing of ours: `dist/` is built before the tests run. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { apiBase } from '../../shared/api/paths.ts'
import type { Version } from '../../shared/api/service.ts'
import { eventually } from '../scenarios/eventually.ts'
import { callerAt, signIn } from '../scenarios/sign-in.ts'
import { startProcess } from '../scenarios/start-process.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-package-'))
const prefix = join(folder, 'prefix')
const installed = join(prefix, 'lib', 'node_modules', 'ovirt-scheduler')
const program = join(prefix, 'bin', 'ovirt-scheduler')
afterAll(() => rmSync(folder, { recursive: true }))

/** No node_modules/.bin of this tree, but its Node. */
const env = { ...process.env, NODE_COMPILE_CACHE: '', PATH: `${join(folder, 'node')}:/usr/sbin:/usr/bin:/sbin:/bin` }

let packed: readonly string[] = []
beforeAll(() => {
  mkdirSync(join(folder, 'node'))
  symlinkSync(process.execPath, join(folder, 'node', 'node'))
  const told = npm(['pack', '--ignore-scripts', '--json', '--pack-destination', folder], root)
  const [{ filename, files }] = JSON.parse(told) as [{ filename: string; files: { path: string }[] }]
  packed = files.map(({ path }) => path)
  const flags = ['--global', '--prefix', prefix, '--offline', '--no-audit', '--no-fund']
  npm(['install', ...flags, join(folder, filename)], folder)
})

function npm(args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`npm ${args.join(' ')}:\n${stderr}${stdout}`)
  return stdout
}

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, env, encoding: 'utf8', timeout: 60_000 })
  return { status, stdout, stderr }
}

describe('the npm package', () => {
  it('holds what is built, what it consists of, and nothing else', () => {
    expect(packed).toEqual(
      expect.arrayContaining(['dist/server/main.js', 'dist/sbom.cdx.json', 'dist/THIRD-PARTY-LICENCES.txt', 'LICENSE']),
    )
    const known =
      /^(dist\/(server|sdk|ui-plugin|webadmin)\/|server\/docs\/[\w-]+\.(md|json)$|dist\/(sbom|THIRD)|(README|CHANGELOG)\.md$|LICENSE$|package\.json$)/
    expect(packed.filter(path => !known.test(path))).toEqual([])
    expect(packed.filter(path => /\.map$|(?<!\.d)\.tsx?$/.test(path))).toEqual([])
  })

  it('is installed alone: no package of others, no script that runs', () => {
    expect(readdirSync(join(prefix, 'lib', 'node_modules'))).toEqual(['ovirt-scheduler'])
    expect(readdirSync(installed)).not.toContain('node_modules')
    const { scripts, ...manifest } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Manifest
    expect(manifest).not.toHaveProperty('dependencies')
    for (const name of ['preinstall', 'install', 'postinstall']) expect(scripts).not.toHaveProperty(name)
  })

  it('tells its version and what it was built from', () => {
    const { status, stdout } = run('--version')
    expect(status).toBe(0)
    expect(stdout).toMatch(
      new RegExp(`^${packageJson.version.replaceAll('.', '\\.')} \\([0-9a-f]{12}(-changed)?\\)\n$`),
    )
  })

  it.each([
    { form: 'TypeScript', flags: [], file: 'my_unit.ts' },
    { form: 'Python', flags: ['--python'], file: 'my_old_unit.py' },
  ])('runs a policy unit in $form', ({ flags, file }) => {
    expect(run('units', 'new', ...flags, file.split('.')[0] ?? '')).toMatchObject({ status: 0 })
    const { status, stdout, stderr } = run('units', 'test', file)
    expect({ status, text: stdout + stderr }).toEqual({ status: 0, text: expect.stringMatching(/passed/) })
  })

  it('has the SDK for those who write units, with its types', () => {
    const project = join(folder, 'site')
    mkdirSync(join(project, 'node_modules'), { recursive: true })
    symlinkSync(installed, join(project, 'node_modules', 'ovirt-scheduler'))
    writeFileSync(
      join(project, 'unit.ts'),
      "import { reject } from 'ovirt-scheduler/sdk'\nconst text: number = reject('full')\nconsole.log(text)\n",
    )
    expect(spawnSync(process.execPath, ['unit.ts'], { cwd: project, encoding: 'utf8' }).stdout).toContain('full')
    const flags = ['--noEmit', '--ignoreConfig', '--module', 'nodenext', '--skipLibCheck', 'unit.ts']
    const types = spawnSync(join(root, 'node_modules', '.bin', 'tsc'), flags, { cwd: project, encoding: 'utf8' })
    // A verdict is no number: its type was found.
    expect(types.stdout).toContain('TS2322')
  })

  it('runs the demo: portal, plugin, plans, and a store that is checked', { timeout: 120_000 }, async () => {
    const data = join(folder, 'data')
    const args = ['demo', '--port', '0', '--xmlrpc-port', '0', '--data', data]
    const demo = await startProcess(args, /Portal +(http:\/\/[^/]+)[\s\S]*Ready/, env, { program: [program] })
    try {
      const origin = demo.match[1] ?? ''
      const text = async (path: string) => await (await fetch(`${origin}${path}`)).text()
      expect(await text('/ovirt-engine/webadmin/')).toContain('<html')
      expect(await text('/ovirt-engine/webadmin/plugin/ovirt-scheduler/page.html')).toContain('<script')
      const api = callerAt(`${origin}${apiBase}`, await signIn(origin))
      expect(await api.get<Version>('/version')).toMatchObject({ commit: expect.stringMatching(/^[0-9a-f]{40}/) })
      const { clusters } = await eventually('a first read of the engine', () =>
        api.get<{ clusters: { id: string }[] }>('/clusters').catch(() => undefined),
      )
      const plan = await api.send('POST', `/clusters/${clusters[0]?.id}/plans`, { objective: { kind: 'balance' } })
      expect(plan).toMatchObject({ status: 200 })
    } finally {
      expect(await demo.stop()).toBe(0)
    }
    expect(run('store', 'check', '--store-file', join(data, 'ovirt-scheduler.db'))).toMatchObject({ status: 0 })
  })
})

type Manifest = Readonly<{ scripts: Record<string, string> }>
