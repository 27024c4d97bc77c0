/**
 * `npm run check`: types, lint and format, import direction, tests of the threat model, documentation, changelog, and what is
 * installed: lockfile, licences, advisories.
 * Every finding is printed; exit 1 if any. Without a network all but the advisories is checked.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { generatedDocs } from '../docs/generated-docs.ts'
import { auditExceptions } from './audit-exceptions.ts'
import { auditProblems } from './audit-problems.ts'
import { changelogProblems } from './changelog-problems.ts'
import { docsProblems } from './docs-problems.ts'
import { importViolations } from './import-violations.ts'
import { licenceProblems } from './licence-problems.ts'
import { lockFileProblems } from './lock-file-problems.ts'
import { threatModelProblems } from './threat-model-problems.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const tool = (name: string, ...args: string[]): string[] => {
  const { status, stdout, stderr } = spawnSync(`${root}/node_modules/.bin/${name}`, args, {
    cwd: root,
    encoding: 'utf8',
  })
  return status === 0 ? [] : [`${stdout}${stderr}`.trim() || `${name} failed`]
}

const checks: Record<string, () => string[]> = {
  types: () => tool('tsc', '-p', '.'),
  'lint and format': () => tool('biome', 'ci', '--colors=off', '--error-on-warnings', '.'),
  'import direction': () =>
    importViolations(root).map(({ file, imports, why }) => `${file} imports ${imports}: ${why}`),
  'threat model': () => threatModelProblems(root),
  documentation: () => docsProblems(root, generatedDocs()),
  changelog: () => changelogProblems(root),
  lockfile: () => lockFileProblems(root),
  licences: () => licenceProblems(root),
}

let failed = false
const tell = (name: string, findings: readonly string[]) => {
  console.log(`${findings.length === 0 ? 'ok    ' : 'FAILED'}  ${name}`)
  for (const finding of findings) console.log(finding)
  failed ||= findings.length > 0
}
for (const [name, run] of Object.entries(checks)) tell(name, run())
const { problems, unchecked } = auditProblems(root, auditExceptions, Date.now())
if (unchecked === undefined) tell('advisories', problems)
else console.log(`-       advisories: not checked, ${unchecked}`)
process.exitCode = failed ? 1 : 0
