import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { budgetReport, filesOf } from './size-budget.ts'

describe('filesOf', () => {
  const cases = [
    { why: 'quoted', html: '<script defer src="a.1.js"></script><link rel="stylesheet" href="b.2.css">' },
    { why: 'unquoted, as a minifier writes them', html: '<link rel=stylesheet href=b.2.css><script src=a.1.js defer>' },
    { why: 'named twice', html: '<script src=a.1.js></script><link href=b.2.css><link rel=preload href=a.1.js>' },
  ]
  for (const { why, html } of cases) {
    it(`finds files ${why}`, () =>
      expect(filesOf(html).toSorted((a, b) => a.localeCompare(b))).toEqual(['a.1.js', 'b.2.css']))
  }

  it('refuses a page that would pass by weighing nothing', () => {
    expect(() => filesOf('<html><link rel="icon" href="data:,"></html>')).toThrow('names no script')
  })
})

describe('budgetReport', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'budget-'))
    writeFileSync(join(dir, 'page.html'), '<script src="page.js"></script>')
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  it('fails above 350 kB compressed and says how much it is', () => {
    const random = Buffer.from(crypto.getRandomValues(new Uint8Array(60_000)))
    writeFileSync(join(dir, 'page.js'), Buffer.concat(Array.from({ length: 10 }, () => random)))
    const { overBudget, text } = budgetReport(dir, { page: 'page.html', asked: [] })
    expect(overBudget).toBe(true)
    expect(text).toMatch(/^page\.html: 6\d\d\.\d kB gzipped in 1 files until the first screen \(budget 350\.0 kB\)$/)
  })

  it('weighs what is sent, not what is on the disk', () => {
    writeFileSync(join(dir, 'page.js'), 'x'.repeat(1_000_000))
    expect(budgetReport(dir, { page: 'page.html', asked: [] }).overBudget).toBe(false)
  })

  it('weighs what the page asks for by itself too, once, and no pictures', () => {
    writeFileSync(join(dir, 'page.js'), 'x')
    writeFileSync(join(dir, 'overview.js'), crypto.getRandomValues(new Uint8Array(60_000)))
    const { text } = budgetReport(dir, { page: 'page.html', asked: ['overview.js', 'page.js', 'absent.svg'] })
    expect(text).toMatch(/^page\.html: 60\.\d kB gzipped in 2 files /)
  })
})
