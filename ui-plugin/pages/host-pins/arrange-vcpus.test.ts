import { expect, it } from 'vitest'
import { arrangedVcpus, firstVcpuDirection, vcpuColumns } from './arrange-vcpus.ts'
import { aHostPins } from './pin-samples.ts'

const sorted = (...[by, direction]: [(typeof vcpuColumns)[number], 'asc' | 'desc']) =>
  arrangedVcpus(aHostPins(), { by, direction }).map(({ vmName, vcpu }) => `${vmName}/${vcpu}`)

it.each([
  ['vm', 'asc', ['db-07/0', 'db-07/1', 'web-1/0']],
  ['vm', 'desc', ['web-1/0', 'db-07/0', 'db-07/1']],
  ['demand', 'desc', ['db-07/0', 'db-07/1', 'web-1/0']],
  ['demand', 'asc', ['web-1/0', 'db-07/0', 'db-07/1']],
  ['cpus', 'desc', ['web-1/0', 'db-07/0', 'db-07/1']],
  // What is not pinned is last in both directions.
  ['pinned', 'asc', ['web-1/0', 'db-07/0', 'db-07/1']],
  ['pinned', 'desc', ['web-1/0', 'db-07/0', 'db-07/1']],
] as const)('by %s, %s', (by, direction, expected) => expect(sorted(by, direction)).toEqual(expected))

it('begins with the most where that is asked for', () =>
  expect(vcpuColumns.map(firstVcpuDirection)).toEqual(['asc', 'desc', 'asc', 'asc']))
