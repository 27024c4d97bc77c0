import { describe, expect, it } from 'vitest'
import { aHostFacts, type HostOver } from '../../../test/fakes/scheduling.ts'
import type { Judgement } from './judgement.ts'
import { memoryLimits, memoryPlenty, memoryShort } from './memory-utilisation.ts'

const limits: {
  why: string
  properties: Record<string, string>
  byDefault: number | 'not-read'
  expected: object
}[] = [
  { why: 'absent', properties: {}, byDefault: 0, expected: { overBelowMiB: 0, underAboveMiB: 0 } },
  {
    why: 'set',
    properties: { MaxFreeMemoryForOverUtilized: '512', MinFreeMemoryForUnderUtilized: '900' },
    byDefault: Number.POSITIVE_INFINITY,
    expected: { overBelowMiB: 512, underAboveMiB: 900 },
  },
  {
    why: 'malformed',
    properties: { MaxFreeMemoryForOverUtilized: '512.5' },
    byDefault: 0,
    expected: {
      problem: { code: 'bad-property', values: { property: 'MaxFreeMemoryForOverUtilized', value: '512.5' } },
    },
  },
  {
    why: 'malformed other',
    properties: { MinFreeMemoryForUnderUtilized: '' },
    byDefault: 0,
    expected: { problem: { code: 'bad-property', values: { property: 'MinFreeMemoryForUnderUtilized', value: '' } } },
  },
  {
    why: 'malformed, but not read',
    properties: { MinFreeMemoryForUnderUtilized: 'much' },
    byDefault: 'not-read',
    expected: { overBelowMiB: 0 },
  },
]

const cases: { why: string; judge: () => Judgement; expected: object }[] = [
  { why: 'short below the limit', judge: () => memoryShort(aHost(511), 512, 2), expected: { kind: 'yes' } },
  {
    why: 'not short at the limit',
    judge: () => memoryShort(aHost(512), 512, 2),
    expected: { kind: 'no', because: { code: 'memory-enough', values: { maxSchedulingMiB: 512, limitMiB: 512 } } },
  },
  {
    why: 'not short with one VM',
    judge: () => memoryShort(aHost(511, { vmCount: 1 }), 512, 2),
    expected: { kind: 'no', because: { code: 'memory-short-few-vms' } },
  },
  {
    why: 'never short without a limit, and nothing is asked',
    judge: () => memoryShort(aHost(undefined), 0, 2),
    expected: { kind: 'no', because: { code: 'memory-limit-off' } },
  },
  {
    why: 'short or not: unknown',
    judge: () => memoryShort(aHost(undefined), 512, 2),
    expected: { kind: 'unknown', field: 'host.maxSchedulingMiB' },
  },
  { why: 'plenty above the limit', judge: () => memoryPlenty(aHost(901), 900, 1), expected: { kind: 'yes' } },
  {
    why: 'not plenty at the limit',
    judge: () => memoryPlenty(aHost(900), 900, 1),
    expected: { kind: 'no', because: { code: 'memory-not-plenty' } },
  },
  {
    why: 'not plenty without VMs',
    judge: () => memoryPlenty(aHost(901, { vmCount: 0 }), 900, 1),
    expected: { kind: 'no', because: { code: 'memory-plenty-few-vms' } },
  },
  {
    why: 'plenty with just VMs enough',
    judge: () => memoryPlenty(aHost(901, { vmCount: 1 }), 900, 1),
    expected: { kind: 'yes' },
  },
  {
    why: 'nothing is plenty of an endless limit',
    judge: () => memoryPlenty(aHost(undefined), Number.POSITIVE_INFINITY, 1),
    expected: { kind: 'no', because: { code: 'memory-limit-off' } },
  },
  {
    why: 'plenty or not: unknown',
    judge: () => memoryPlenty(aHost(undefined), 0, 0),
    expected: { kind: 'unknown', field: 'host.maxSchedulingMiB' },
  },
]

const aHost = (maxSchedulingMiB: number | undefined, over: HostOver = {}) =>
  aHostFacts({ maxSchedulingMiB, vmCount: 2, ...over })

describe('memory utilisation', () => {
  it.each(limits)('limits: $why', ({ properties, byDefault, expected }) => {
    expect(memoryLimits(properties, byDefault)).toMatchObject(expected)
  })

  it.each(cases)('$why', ({ judge, expected }) => {
    expect(judge()).toMatchObject(expected)
  })
})
