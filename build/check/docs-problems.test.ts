import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { generatedDocs } from '../docs/generated-docs.ts'
import { docsProblems } from './docs-problems.ts'

let tree = ''
afterEach(() => tree !== '' && rmSync(tree, { recursive: true }))

function inTree(files: Readonly<Record<string, string>>, generated: Readonly<Record<string, string>> = {}): string[] {
  tree = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-docs-'))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), content)
  }
  return docsProblems(tree, generated)
}

const index = { 'server/docs/README.md': '[a](a.md)' }

describe('the check of the documentation', () => {
  it('has nothing to say of the project itself', () => {
    expect(docsProblems(fileURLToPath(new URL('../..', import.meta.url)), generatedDocs())).toEqual([])
  })

  const cases: { why: string; files: Record<string, string>; says: string[] }[] = [
    {
      why: 'a page, a heading and a file that are there',
      files: {
        'README.md': '[a](server/docs/a.md#what-it-is) [site](https://x.example/)',
        'server/docs/a.md': '## What it is?',
      },
      says: [],
    },
    {
      why: 'a link to a page that is not there',
      files: { 'server/docs/a.md': '[b](b.md)' },
      says: ['server/docs/a.md: the link b.md leads nowhere'],
    },
    {
      why: 'a link to a heading that is not there',
      files: { 'server/docs/a.md': '# A\n[b](../README.md#threats)', 'server/README.md': '## Threat model' },
      says: ['server/docs/a.md: server/README.md has no heading for the link ../README.md#threats'],
    },
    {
      why: 'a page that the index leaves out',
      files: { 'server/docs/a.md': '', 'server/docs/b.md': '' },
      says: ['server/docs/README.md does not lead to server/docs/b.md'],
    },
    { why: 'what stands in a block of code', files: { 'server/docs/a.md': '```\n[b](b.md)\n```' }, says: [] },
  ]
  it.each(cases)('judges $why', ({ files, says }) => {
    expect(inTree({ ...index, ...files })).toEqual(says)
  })

  it.each([
    { of: 'other', text: 'old' },
    { of: 'no', text: undefined },
  ])('names the fix for $of text', ({ text }) => {
    const files = text === undefined ? {} : { 'server/docs/a.md': text }
    expect(inTree({ 'server/docs/README.md': '', ...files }, { 'server/docs/a.md': 'new' })).toContain(
      'server/docs/a.md is not what the sources say now; run: npm run docs',
    )
  })
})
