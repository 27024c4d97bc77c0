import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createPlacementState } from '../../server/planner/search/placement-state.ts'
import { judge } from '../bench/roadef/judge.ts'
import { readInstance } from '../bench/roadef/read-instance.ts'
import { toProblem } from '../bench/roadef/to-problem.ts'

const dir = fileURLToPath(new URL('../../../shared/data/roadef2012', import.meta.url))
const present = existsSync(dir)
if (!present) console.warn(`not run: the ROADEF/EURO 2012 instances are not at ${dir}`)
const rows = present ? readFileSync(`${dir}/best-known.csv`, 'utf8').trim().split('\n').slice(1) : ['none,0,0']

/** The definition of the challenge, as our search and as an independent judge count it. */
describe.skipIf(!present)('the cost of the first assignment', () => {
  it.each(rows.map(row => row.split(',')))('of %s is the published %d', (name, initial) => {
    const instance = readInstance(`${dir}/model_${name}.txt`, `${dir}/assignment_${name}.txt`)
    const state = createPlacementState(toProblem(instance))
    const judged = judge(instance, instance.assignment)
    expect([state.cost().total, judged]).toEqual([Number(initial), { cost: Number(initial), problems: [] }])
  })
})
