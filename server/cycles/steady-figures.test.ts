import { expect, it } from 'vitest'
import { aHost, aSnapshot, NOON_MS } from '../../test/fakes/builders.ts'
import { createSteadyFigures } from './steady-figures.ts'

const MINUTE_MS = 60_000
const look = (minute: number, cpuPercent: number, activeVms = 3) =>
  aSnapshot({
    takenAtMs: NOON_MS + minute * MINUTE_MS,
    hosts: [aHost({ activeVms, statistics: { cpuPercent, memoryUsedMiB: 100, swapUsedMiB: cpuPercent } })],
  })

function cpuAfter(looks: readonly ReturnType<typeof look>[]): number | undefined {
  const figures = createSteadyFigures()
  for (const one of looks) figures.onSnapshot(one)
  const last = looks.at(-1) ?? expect.fail('no looks')
  return figures.steady(last).hosts[0]?.statistics.cpuPercent
}

it.each([
  { why: 'the first figure stands as it is', looks: [look(0, 40)], cpu: 40 },
  { why: 'after ten minutes the old one counts half', looks: [look(0, 40), look(10, 80)], cpu: 60 },
  { why: 'after twenty a quarter', looks: [look(0, 40), look(20, 80)], cpu: 70 },
  { why: 'a host with other VMs begins anew', looks: [look(0, 40), look(10, 80, 4)], cpu: 80 },
  { why: 'after a long pause too', looks: [look(0, 40), look(90, 80)], cpu: 80 },
])('$why', ({ looks, cpu }) => expect(cpuAfter(looks)).toBeCloseTo(cpu, 6))

it('leaves other figures, and hosts it has not seen, as they are', () => {
  const figures = createSteadyFigures()
  figures.onSnapshot(look(0, 40))
  figures.onSnapshot(look(10, 80))
  const now = look(10, 80)
  const hosts = [...now.hosts, aHost({ id: 'new', statistics: { cpuPercent: 7 } })]
  const [known, unseen] = figures.steady({ ...now, hosts }).hosts
  expect([known?.statistics.swapUsedMiB, unseen?.statistics.cpuPercent]).toEqual([80, 7])
})

it.each([
  { why: 'since the first look', looks: [look(0, 40), look(10, 80), look(15, 60)], minutes: 15 },
  { why: 'since a VM came', looks: [look(0, 40), look(10, 80, 4), look(15, 60, 4)], minutes: 5 },
  { why: 'not at all when one has just come', looks: [look(0, 40), look(15, 60, 4)], minutes: 0 },
])('tells how long the figures have been averaged: $why', ({ looks, minutes }) => {
  const figures = createSteadyFigures()
  for (const one of looks) figures.onSnapshot(one)
  const last = looks.at(-1) ?? expect.fail('no looks')
  const of = (hosts = last.hosts) => figures.heldMs(aHost().clusterId, { ...last, hosts }) / MINUTE_MS
  expect(of()).toBe(minutes)
  expect(of([...last.hosts, aHost({ id: 'new' })])).toBe(0)
  expect(of([...last.hosts, aHost({ id: 'off', status: 'down' })])).toBe(minutes)
  expect(figures.heldMs('other', last)).toBe(Number.POSITIVE_INFINITY)
})
