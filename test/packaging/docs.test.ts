/** Every command of the README and of the operator's pages, typed as it stands there, page by page. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasPostgres, type PostgresServer, startPostgres } from '../fakes/postgres-server.ts'
import { documentedPages } from './documented-commands.ts'
import { type OperatorMachine, startOperatorMachine } from './operator-machine.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const pages = documentedPages(root)
const machine = await startOperatorMachine()
if (machine === undefined)
  console.warn('Documented commands are not run: it takes root, overlayfs and the project on the root file system')
afterAll(() => machine?.[Symbol.asyncDispose]())

type Rule = Readonly<{
  is: RegExp
  /** What is typed in its place, where it would ask at a terminal or reach what is not here. */
  typed?: (line: string) => string
  /** It is not typed at all, since something else does. */
  instead?: string
  /** Its answer may also be no, which is exit code 1 and no error. */
  mayAnswerNo?: true
  /** It is a stand-in that is called, in these very words. */
  isStandIn?: true
}>

const ANSWERS =
  '--admin-user admin@internal --admin-password-file admin.password --service-password-file service.password --yes'
const BERLIN = 'engines: { berlin: { engine: { username: admin@internal, password: admin } } }'
let hostId = ''
let database: PostgresServer | undefined

/** The first that fits counts. A line that none fits is a line that nobody has tried. */
const rules: readonly Rule[] = [
  { is: /^npm ci && npm test$/, instead: 'it is what CI runs, and what runs this' },
  { is: /^npm ci && npm run demo$/, instead: 'CI runs npm ci; npm-package.test.ts and test/browser run the demo' },
  { is: /^npm ci && npm run rpm -- --with-node$/, instead: 'CI runs npm ci; rpm.test.ts builds and installs that RPM' },
  { is: /^npm pack .* && podman build .* build\/container$/, instead: 'container.test.ts builds and runs it' },
  { is: /^(dnf|engine-config|ovirt-aaa-jdbc-tool|systemctl) /, isStandIn: true },
  { is: /^psql -h db\.example /, typed: line => line.replace('db.example', `127.0.0.1 -p ${database?.port}`) },
  { is: /^ovirt-scheduler migrate-store /, typed: line => line.replace('db.example', `127.0.0.1:${database?.port}`) },
  {
    is: /^ovirt-scheduler doctor --engine-name berlin$/,
    typed: line => `printf '%s' '${BERLIN}' > engines.yaml && ${line} --config engines.yaml`,
    mayAnswerNo: true,
  },
  // It asks for what it is not given.
  { is: /^ovirt-scheduler setup( --undo)?( --run-commands)?$/, typed: line => `${line} ${ANSWERS}` },
  // There is no vdsm here; the simulated engine has hosts that are asked the same.
  {
    is: /^ovirt-scheduler host host1\.example --via vdsm$/,
    typed: () => `ovirt-scheduler host ${hostId} --via simulated`,
  },
  { is: /^ovirt-scheduler (plan|why-not) /, mayAnswerNo: true },
  { is: /^ovirt-scheduler / },
  { is: /^(cp|install) / },
]
const ruleFor = (line: string) => rules.find(({ is }) => is.test(line))

describe('the operator’s pages', () => {
  it('tell nothing to type that no rule here covers, and no rule is left over', () => {
    const all = pages.flatMap(({ page, commands }) => commands.map(line => ({ page, line })))
    expect(all.filter(({ line }) => ruleFor(line) === undefined)).toEqual([])
    expect(rules.filter(rule => !all.some(({ line }) => ruleFor(line) === rule))).toEqual([])
  })

  it('explain every code by which engine and store fail', () => {
    const text = readFileSync(`${root}/server/docs/troubleshoot.md`, 'utf8')
    const codesIn = (file: string, prefix: string) =>
      [...readFileSync(`${root}/${file}`, 'utf8').matchAll(new RegExp(`^  \\| '(${prefix}-[a-z-]+)'$`, 'gm'))].map(
        ([, code]) => code,
      )
    const codes = [
      ...codesIn('server/engine/http/engine-error.ts', 'engine'),
      ...codesIn('server/store/store-error.ts', 'store'),
    ]
    expect(codes.length).toBeGreaterThan(20)
    expect(codes.filter(code => !text.includes(`\`${code}\``))).toEqual([])
  })
})

describe.skipIf(machine === undefined)('what the operator’s pages tell to type', { timeout: 180_000 }, () => {
  beforeAll(async () => {
    if (hasPostgres()) database = await startPostgres()
  })
  afterAll(() => database?.[Symbol.asyncDispose]())
  // Also gone through where it is left out.
  const operator = machine as OperatorMachine

  async function tryLine(line: string): Promise<void> {
    const rule = ruleFor(line)
    if (rule === undefined) throw new Error(`no rule covers ${line}`)
    const { typed, instead, mayAnswerNo, isStandIn } = rule
    if (instead !== undefined) return
    const ran = await operator.type(typed?.(line) ?? line)
    const isNo = mayAnswerNo === true && ran.status === 1 && ran.stderr === ''
    expect(ran, `${line}\n${ran.stdout}${ran.stderr}`).toMatchObject({ status: isNo ? 1 : 0 })
    if (isStandIn) expect(operator.calls().at(-1)).toBe(line.replaceAll("'", ''))
  }

  // The README and the installation begin on a bare machine; the others on one that is set up.
  const bare = ['README.md', 'server/docs/install.md']
  const inOrder = [...bare, ...pages.map(({ page }) => page).filter(page => !bare.includes(page))]
  it.each(inOrder)('%s', async name => {
    const found = pages.find(({ page }) => page === name)
    hostId ||= (await operator.engine.api.get<{ host: { id: string }[] }>('/hosts')).host[0]?.id ?? ''
    if (!bare.includes(name) && found?.commands.length !== 0 && !operator.isServiceUp())
      await tryLine('ovirt-scheduler setup --run-commands')
    for (const line of found?.commands ?? []) await tryLine(line)
    for (const yaml of found?.configurations ?? []) {
      const ran = await operator.type(
        `cat > piece.yaml <<'END' && ovirt-scheduler config --config piece.yaml\n${yaml}END`,
      )
      expect(ran, yaml).toMatchObject({ status: 0 })
    }
  })
})
