/** `npm run check`: types, lint and format, import direction, file sizes, tests of the threat model, changelog. Every finding is printed; exit 1 if any. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { changelogProblems } from './changelog-problems.ts'
import { importViolations } from './import-violations.ts'
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
  changelog: () => changelogProblems(root),
}

let failed = false
for (const [name, run] of Object.entries(checks)) {
  const findings = run()
  console.log(`${findings.length === 0 ? 'ok    ' : 'FAILED'}  ${name}`)
  for (const finding of findings) console.log(finding)
  failed ||= findings.length > 0
}
process.exitCode = failed ? 1 : 0
