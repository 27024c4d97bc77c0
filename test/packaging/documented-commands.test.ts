import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { documentedPages } from './documented-commands.ts'

it('finds what is to be typed and what is to be configured, and nothing else', () => {
  const root = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-pages-'))
  try {
    mkdirSync(join(root, 'server/docs'), { recursive: true })
    writeFileSync(
      join(root, 'README.md'),
      '`one`\n```sh\nfirst --flag   # why\n\n# remark\nsecond \\\n  goes on\n```\n',
    )
    writeFileSync(join(root, 'server/docs/a.md'), '```yaml\nlog: {}\n```\n```json\n{}\n```\n```sh\nthird\n```\n')
    expect(documentedPages(root)).toEqual([
      { page: 'README.md', commands: ['first --flag', 'second goes on'], configurations: [] },
      { page: 'server/docs/a.md', commands: ['third'], configurations: ['log: {}\n'] },
    ])
  } finally {
    rmSync(root, { recursive: true })
  }
})
