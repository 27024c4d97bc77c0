import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The changelog opens with the version in package.json and says something for an operator under it. */
export function changelogProblems(root: string): string[] {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8')
  const [first] = changelog.split(/^## /m).slice(1)
  if (first === undefined || !first.startsWith(version))
    return [`CHANGELOG.md: the newest section must be "## ${version}"`]
  return /^- \S/m.test(first) ? [] : [`CHANGELOG.md: "## ${version}" has no line`]
}
