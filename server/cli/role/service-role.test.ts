import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { allRoutes } from '../../api/routes.ts'
import { rolePermits, roleTable } from './service-role.ts'

it('is written down in server/README.md as it is made', () => {
  expect(readFileSync(new URL('../../README.md', import.meta.url), 'utf8')).toContain(roleTable())
})

it('has every permit that the REST API asks of people, so that what they may the service can do', () => {
  const asked = new Set(allRoutes.flatMap(({ permit }) => permit ?? []))
  expect(rolePermits.map(({ permit }) => permit)).toEqual(expect.arrayContaining([...asked]))
})
