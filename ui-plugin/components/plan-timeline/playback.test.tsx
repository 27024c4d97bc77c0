import { act, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Plan } from '../../../shared/plan/plan.ts'
import { fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { PlanTimeline } from './plan-timeline.tsx'
import { aTimedPlan, aTimedStep } from './timeline-samples.ts'

/** A plan of four points after the first, each shown for the longest time. */
const open = (over: Partial<Plan> = {}, media?: (query: string) => boolean) =>
  renderInPortal(<PlanTimeline plan={aTimedPlan(over)} />, fakeService({}), 'en-US', media)

const slider = () => screen.getByRole<HTMLInputElement>('slider', { name: 'Point in the plan' })
const place = () => Number(slider().value)
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const pass = (ms: number) => act(async () => vi.advanceTimersByTime(ms))
const live = () => document.querySelector('.timeline-sentence')?.getAttribute('aria-live')

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => vi.useRealTimers())

describe('a plan that plays', () => {
  it('begins anew from the end, goes from point to point and stops at the last, which alone is announced', async () => {
    await open()
    press('Play the plan')
    expect([place(), live()]).toEqual([0, 'off'])
    await pass(1_499)
    expect(place()).toBe(0)
    await pass(1)
    expect(place()).toBe(1)
    for (const next of [2, 3, 4]) {
      await pass(1_500)
      expect(place()).toBe(next)
    }
    expect(screen.getByRole('button', { name: 'Play the plan' })).toBeDefined()
    expect(live()).toBe('polite')
    await pass(10_000)
    expect(place()).toBe(4)
  })

  it('pauses where it is and goes on from there', async () => {
    await open()
    press('Play the plan')
    await pass(1_500)
    press('Pause')
    await pass(10_000)
    expect(place()).toBe(1)
    press('Play the plan')
    await pass(1_500)
    expect(place()).toBe(2)
  })

  it('takes no longer for hundreds of steps', async () => {
    const steps = Array.from({ length: 300 }, (_, at) => aTimedStep({ index: at, startsAtS: at, endsAtS: at + 1 }))
    await open({ steps, makespanS: 300 })
    press('Play the plan')
    for (let ticks = 0; ticks < 42; ticks++) await pass(200)
    expect(place()).toBeLessThan(301)
    for (let ticks = 0; ticks < 1; ticks++) await pass(200)
    expect(place()).toBe(301)
  })

  it.each([
    { why: 'the slider is moved', act: () => fireEvent.change(slider(), { target: { value: '3' } }), at: 3 },
    { why: 'a point is stepped on', act: () => press('To the next point'), at: 2 },
  ])('stops when $why', async ({ act: move, at }) => {
    await open()
    press('Play the plan')
    await pass(1_500)
    move()
    await pass(10_000)
    expect(place()).toBe(at)
  })

  it('does not where less motion is wanted: there it is gone through by hand', async () => {
    await open({}, () => true)
    expect(screen.queryByRole('button', { name: 'Play the plan' })).toBeNull()
    press('To the point before')
    expect(place()).toBe(3)
  })
})
