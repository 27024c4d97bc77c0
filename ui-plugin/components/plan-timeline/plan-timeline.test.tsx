import { fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Plan } from '../../../shared/plan/plan.ts'
import type { Step } from '../../../shared/plan/run.ts'
import { aStep } from '../../../test/fakes/builders.ts'
import { fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { PlanTimeline } from './plan-timeline.tsx'
import { aTimedPlan, aTimedStep } from './timeline-samples.ts'

const shown = (plan: Plan = aTimedPlan(), run?: readonly Step[], locale?: string) =>
  renderInPortal(<PlanTimeline plan={plan} run={run} />, fakeService({}), locale)
const plain = (element: Element | null) => element?.textContent?.replaceAll('\u202f', ' ') ?? ''
const slider = () => screen.getByRole('slider', { name: 'Point in the plan' })
const goTo = (place: number) => fireEvent.change(slider(), { target: { value: String(place) } })
const row = (host: string) => plain(screen.getByRole('row', { name: new RegExp(host) }))
const sentence = () => plain(document.querySelector('[aria-live="polite"]'))

describe('the timeline of a plan', () => {
  it('begins at the end, with the figures of the plan', async () => {
    await shown()
    expect(sentence()).toBe('After 3 of 3 (80 s): host1 CPU 60 %, memory 60 %; host2 CPU 40 %, memory 40 %.')
    expect(row('host1')).toBe('host190 → 60 %90 → 60 %9 → 6')
  })

  it.each([
    {
      why: 'before anything moves',
      place: 0,
      said: 'Now, before the first step: host1 CPU 90 %, memory 90 %; host2 CPU 20 %, memory 20 %.',
      host2: 'host220 %20 %1',
    },
    {
      why: 'with the first steps under way, which count on both hosts',
      place: 1,
      said: 'At the start (0 s): host2 CPU 30 %, memory 30 %; host3 CPU 40 %, memory 40 %.',
      host2: 'host220 → 30 %20 → 30 %1',
    },
    {
      why: 'once one is there and the next has begun',
      place: 2,
      said: 'After 1 of 3 (40 s): host2 CPU 40 %, memory 40 %; host1 CPU 80 %, memory 80 %.',
      host2: 'host220 → 40 %20 → 40 %1 → 2',
    },
    {
      why: 'once two are there',
      place: 3,
      said: 'After 2 of 3 (60 s): host1 CPU 70 %, memory 70 %; host2 CPU 40 %, memory 40 %.',
      host2: 'host220 → 40 %20 → 40 %1 → 2',
    },
  ])('tells the hosts $why', async ({ place, said, host2 }) => {
    await shown()
    goTo(place)
    expect(sentence()).toBe(said)
    expect(row('host2')).toBe(host2)
  })

  it('tells how many vCPUs there are for a CPU at each point, of plans that know', async () => {
    const plan = aTimedPlan()
    const withVcpus = {
      ...plan,
      steps: plan.steps.map(step => ({ ...step, ...(step.load && { load: { ...step.load, vcpus: 4 } }) })),
      hosts: plan.hosts.map(host => ({
        ...host,
        vcpusPerCpuBefore: 2,
        vcpusPerCpuAfter: host.host.name === 'host1' ? 0.8 : 2.4,
        ...(host.now && { now: { ...host.now, vcpus: 20 } }),
      })),
    }
    await shown(withVcpus)
    expect(row('host1')).toBe('host190 → 60 %90 → 60 %2.0 → 0.89 → 6')
    goTo(2)
    expect(row('host2')).toBe('host220 → 40 %20 → 40 %2.0 → 2.41 → 2')
    expect(row('host3')).toBe('host330 → 40 %30 → 40 %2.02')
    const name = 'Pressure on the CPUs of host2'
    expect(screen.getByRole('meter', { name }).getAttribute('aria-valuetext')).toBe('2.0 → 2.4 vCPUs per CPU')
  })

  it('names what is under way at a point', async () => {
    await shown()
    const underWay = () => plain(document.querySelector('.timeline-under-way'))
    expect(underWay()).toBe('No migration is under way at this point.')
    goTo(1)
    expect(underWay()).toContain('1: vm1, host1 → host2, 40 s')
    expect(underWay()).toContain('2: vm2, host1 → host3, 60 s')
  })

  it('is gone through by buttons too, which stop at both ends', async () => {
    await shown()
    const user = userEvent.setup()
    const next = screen.getByRole('button', { name: 'To the next point' })
    expect(next.getAttribute('aria-disabled')).toBe('true')
    await user.click(screen.getByRole('button', { name: 'To the point before' }))
    expect(slider().getAttribute('aria-valuetext')?.replaceAll('\u202f', ' ')).toBe('After 2 of 3 (60 s)')
    expect(next.getAttribute('aria-disabled')).not.toBe('true')
    goTo(0)
    await user.click(screen.getByRole('button', { name: 'To the point before' }))
    expect(slider().getAttribute('aria-valuetext')).toBe('Now, before the first step')
  })

  it('draws steps that run at once in lanes of their own', async () => {
    await shown()
    const lanes = [...document.querySelectorAll('.timeline-lane')]
    expect(lanes.map(lane => [...lane.querySelectorAll('.timeline-step-name')].map(plain).join())).toEqual([
      ' vm1, vm3',
      ' vm2',
    ])
    expect(plain(screen.getByText(/3 steps in/))).toBe('3 steps in 2 groups, up to 2 at once, about 80 s')
  })

  it('says that the hosts are not known between the ends of a plan of an earlier version', async () => {
    const steps = aTimedPlan().steps.map(({ load: _, ...step }) => step)
    await shown(aTimedPlan({ steps }))
    expect(row('host1')).toContain('90 → 60 %')
    goTo(2)
    expect(sentence()).toMatch(/^After 1 of 3 \(40 s\): how full the hosts are is not known, since/)
    expect(row('host1')).toBe('host190 %90 %9')
    goTo(0)
    expect(sentence()).toContain('host1 CPU 90 %')
  })

  it('shows how each step of the run stands, with the word and how many', async () => {
    const run = [
      aStep({ state: 'done' }),
      aStep({ index: 1, state: 'running', progressPercent: 40 }),
      aStep({ index: 2, state: 'waiting' }),
    ]
    await shown(aTimedPlan(), run)
    const steps = [...document.querySelectorAll('.timeline-step')].map(step =>
      step.getAttribute('title')?.replaceAll('\u202f', ' '),
    )
    expect(steps).toEqual([
      '1: vm1, host1 → host2, 40 s, Moved',
      '3: vm3, host1 → host2, 40 s, Waiting to start',
      '2: vm2, host1 → host3, 60 s, Migrating 40 %',
    ])
    const counts = within(screen.getByRole('list', { name: 'How many steps are where' })).getAllByRole('listitem')
    expect(counts.map(count => plain(count).trim())).toEqual(['1 Waiting to start', '1 Migrating', '1 Moved'])
  })

  it('of very many steps draws how many run at once, and says so', async () => {
    const steps = Array.from({ length: 500 }, (_, index) => {
      const begin = 10 * Math.floor(index / 8)
      return aTimedStep({ index, vm: { id: `v${index}`, name: `v${index}` }, startsAtS: begin, endsAtS: begin + 10 })
    })
    await shown(aTimedPlan({ steps, makespanS: 630 }))
    expect(plain(screen.getByText(/500 steps in/))).toBe('500 steps in 63 groups, up to 8 at once, about 11 min')
    expect(screen.getByText(/Too many steps to draw each one/)).toBeDefined()
    expect(document.querySelectorAll('.timeline-step')).toHaveLength(0)
  })

  it('of more hosts than are shown begins with those that the point is about', async () => {
    await renderInPortal(<PlanTimeline plan={aTimedPlan()} hostsFirst={1} />, fakeService({}))
    const firstRow = () => plain(screen.getAllByRole('row')[1] ?? null)
    expect(firstRow()).toMatch(/^host1/)
    goTo(1)
    expect(firstRow()).toMatch(/^host2/)
    expect(sentence()).toBe('At the start (0 s): host2 CPU 30 %, memory 30 %; host3 CPU 40 %, memory 40 %.')
    expect(screen.getByText(/^Of 3 hosts on which something changes/)).toBeDefined()
  })

  it('speaks German', async () => {
    await shown(aTimedPlan(), undefined, 'de-DE')
    expect(sentence()).toMatch(/^Nach 3 von 3 \(80 s\): host1 CPU 60 %, Speicher 60 %/)
  })
})
