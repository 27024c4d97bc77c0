import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { importViolations } from './import-violations.ts'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

describe('importViolations', () => {
  it('finds the deliberate violations', () => {
    expect(importViolations(folder('./fixtures'))).toEqual([
      { file: 'shared/knows-node.ts', imports: 'node:fs', why: 'shared uses no package but: zod' },
      {
        file: 'server/planner/acts-while-planning.ts',
        imports: '../engine/migrate.ts',
        why: 'server/planner may not import server/engine',
      },
    ])
  })

  it('finds none in the project', () => {
    expect(importViolations(folder('../..'))).toEqual([])
  })
})
