import { describe, expect, it } from 'vitest'
import type { PlannedHost, PlannedStep } from './plan.ts'
import { hostsAt, type PlanInstant, planInstants, stepGroups, stepsAt } from './plan-instants.ts'

/** "vm from>to begin-end", each VM of 1000 MiB, 100 points and 4 vCPUs. */
function steps(...texts: readonly string[]): PlannedStep[] {
  const named = (id = '') => ({ id, name: id })
  return texts.map((text, index) => {
    const [, vm, from, to, begin, end] = /^(\w+) (\w+)>(\w+) (\d+)-(\d+)$/.exec(text) ?? []
    return {
      index,
      vm: named(vm),
      from: named(from),
      to: named(to),
      isParking: false,
      after: [],
      startsAtS: Number(begin),
      endsAtS: Number(end),
      transferMiB: 1000,
      because: { code: 'plan-gain', text: '', values: {} },
      unknown: [],
      load: { memoryMiB: 1000, cpuPoints: 100, vcpus: 4 },
    }
  })
}

/** 10 000 MiB and 10 CPUs, half of both in use by five VMs with 20 vCPUs. */
const host = (id: string): PlannedHost => ({
  host: { id, name: id },
  memoryBeforePercent: 50,
  memoryAfterPercent: 50,
  cpuBeforePercent: 50,
  cpuAfterPercent: 50,
  vmsBefore: 5,
  vmsAfter: 5,
  now: { memoryTotalMiB: 10_000, memoryUsedMiB: 5000, logicalCpus: 10, cpuPoints: 500, vcpus: 20 },
})

const before: PlanInstant = { atS: 0, hasBegun: false }
const at = (atS: number): PlanInstant => ({ atS, hasBegun: true })
const together = steps('a h1>h2 0-10', 'b h1>h3 0-30', 'c h2>h1 10-20')

describe('planInstants', () => {
  it.each([
    { why: 'no steps', given: [], expected: [before] },
    { why: 'one step', given: steps('a h1>h2 0-10'), expected: [before, at(0), at(10)] },
    { why: 'steps side by side, in order', given: together, expected: [before, at(0), at(10), at(20), at(30)] },
    {
      why: 'times that are not in the order of the steps',
      given: steps('a h1>h2 5-9', 'b h1>h2 0-9'),
      expected: [before, at(0), at(5), at(9)],
    },
  ])('are those of $why', ({ given, expected }) => expect(planInstants(given)).toEqual(expected))

  it('are fewer than the groups only by the ends', () => expect(stepGroups(together)).toBe(2))
})

describe('stepsAt', () => {
  const vms = (instant: PlanInstant) => {
    const { done, underWay } = stepsAt(together, instant)
    return [done, underWay].map(some => some.map(({ vm }) => vm.id).join(''))
  }
  it.each([
    { why: 'before it has begun', instant: before, expected: ['', ''] },
    { why: 'at once', instant: at(0), expected: ['', 'ab'] },
    { why: 'while one ends and another begins', instant: at(10), expected: ['a', 'bc'] },
    { why: 'between two moments', instant: at(25), expected: ['ac', 'b'] },
    { why: 'at the end', instant: at(30), expected: ['abc', ''] },
  ])('tells what is done and under way $why', ({ instant, expected }) => expect(vms(instant)).toEqual(expected))
})

describe('hostsAt', () => {
  const hosts = ['h1', 'h2', 'h3'].map(host)
  const figures = (instant: PlanInstant) =>
    [...(hostsAt({ hosts, steps: together }, instant) ?? [])].map(
      ([id, { memoryPercent, cpuPercent, vcpusPerCpu, vms }]) =>
        `${id} ${memoryPercent} ${cpuPercent} ${vcpusPerCpu} ${vms}`,
    )
  it.each([
    { why: 'as it is now', instant: before, expected: ['h1 50 50 2 5', 'h2 50 50 2 5', 'h3 50 50 2 5'] },
    {
      why: 'on both hosts while it migrates',
      instant: at(0),
      expected: ['h1 50 50 2 5', 'h2 60 60 2 5', 'h3 60 60 2 5'],
    },
    {
      why: 'on the other once it is there',
      instant: at(10),
      expected: ['h1 50 50 1.6 4', 'h2 60 60 2.4 6', 'h3 60 60 2 5'],
    },
    { why: 'everything at the end', instant: at(30), expected: ['h1 40 40 1.6 4', 'h2 50 50 2 5', 'h3 60 60 2.4 6'] },
  ])('counts a VM $why', ({ instant, expected }) => expect(figures(instant)).toEqual(expected))

  it('does not go below nothing or beyond everything', () => {
    const many = steps(...Array.from({ length: 7 }, (_, vm) => `v${vm} h1>h2 0-1`))
    const ends = hostsAt({ hosts, steps: many }, at(1))
    expect([ends?.get('h1')?.memoryPercent, ends?.get('h2')?.cpuPercent]).toEqual([0, 100])
  })

  it('tells no vCPUs of hosts whose VMs do not tell theirs, and all else', () => {
    const [first, ...others] = steps('a h1>h2 0-10', 'b h3>h3 0-10')
    const untold = { ...first, load: { memoryMiB: 1000, cpuPoints: 100 } } as PlannedStep
    const ends = [...(hostsAt({ hosts, steps: [untold, ...others] }, at(10))?.values() ?? [])]
    expect(ends.map(({ vcpusPerCpu }) => vcpusPerCpu)).toEqual([undefined, undefined, 2])
    expect(ends.map(({ memoryPercent }) => memoryPercent)).toEqual([40, 60, 50])
  })

  it('guesses nothing where figures are missing', () => {
    const { now: _, ...bare } = host('h1')
    const withoutLoads = together.map(({ load: _load, ...step }) => step)
    expect(hostsAt({ hosts: [bare, ...hosts.slice(1)], steps: together }, at(10))).toBeUndefined()
    expect(hostsAt({ hosts, steps: withoutLoads }, at(10))).toBeUndefined()
    expect(hostsAt({ hosts: hosts.slice(1), steps: together }, at(10))).toBeUndefined()
  })
})
