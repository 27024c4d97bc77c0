import { expect, it } from 'vitest'
import { compareNames } from './compare-names.ts'

it('sorts names as people count', () => {
  expect(['host10', 'Host3', 'host2', 'db-1'].toSorted(compareNames)).toEqual(['db-1', 'host2', 'Host3', 'host10'])
})
