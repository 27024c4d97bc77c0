import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import type { HostFigure } from '../../../shared/model/tuning.ts'
import type { KnobDecision } from '../../../shared/plan/knob-decision.ts'
import { fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { SAMPLE_MS } from '../hosts/watched-host-samples.ts'
import { PolicyChart } from './policy-chart.tsx'
import { PolicyHistory } from './policy-history.tsx'
import { aDecision } from './policy-samples.ts'

const GIB = 1024 * 1024
const figure = (minutes: number, balloonGib: number): HostFigure => ({
  atMs: SAMPLE_MS + minutes * 60_000,
  memoryTotalKiB: 64 * GIB,
  memoryAvailableKiB: 8 * GIB,
  balloonsKiB: { v7: balloonGib * GIB, v8: GIB },
})

async function open(figures: readonly HostFigure[], decisions: readonly KnobDecision[] = [aDecision()]) {
  const service = fakeService({ 'GET /hosts/host1/history': { body: { figures } } })
  const [host, guests] = [{ id: 'host1', name: 'host1' }, [{ id: 'v7', name: 'db-07' }]]
  await renderInPortal(<PolicyHistory host={host} guests={guests} decisions={decisions} />, service)
  return userEvent.setup()
}

const said = async (text: RegExp) => (await screen.findAllByText(text)).length

it('says in words what is drawn, of all VMs or of one', async () => {
  const user = await open([figure(0, 4), figure(5, 3)])
  expect(await said(/Balloons of all VMs: from 5.GiB to 4.GiB, at most 5.GiB\. 1 decision in that time\./)).toBeTruthy()
  await user.selectOptions(screen.getByRole('combobox', { name: 'Balloon of' }), 'Balloon of db-07')
  expect(await said(/Balloon of db-07: from 4.GiB to 3.GiB, at most 4.GiB/)).toBeTruthy()
})

it.each([
  { running: [undefined, undefined], says: undefined },
  { running: [false, false], says: /; KSM did not run\. / },
  { running: [true, false], says: /; KSM ran from .* to .*\. / },
  { running: [false, true], says: /; KSM ran from .* on\. / },
  {
    running: Array.from({ length: 14 }, (_, at) => at % 2 === 0),
    says: /; KSM ran 7 times, lately (from [^f]* to [^f]*){5}\. /,
  },
])('says when KSM ran, though it saves nothing: $says', async ({ running, says }) => {
  await open(running.map((on, at) => ({ ...figure(at, 4), ...(on !== undefined && { ksmRunning: on }) })))
  const words = await screen.findByText(/^From .*Host memory available/, { selector: 'p' })
  if (says === undefined) expect(words.textContent).not.toContain('KSM')
  else expect(words.textContent).toMatch(says)
  expect(screen.queryByText('KSM runs') === null).toBe(says === undefined)
})

describe('decisions in the chart', () => {
  const ksm = { knob: 'ksm', from: { run: 'stop' }, to: { run: 'merge' } } as const
  const decisions = [
    aDecision({ id: 'd3', atMs: SAMPLE_MS + 4 * 60_000, outcome: 'would-make' }),
    aDecision({ id: 'd2', atMs: SAMPLE_MS + 40, change: ksm, outcome: 'failed' }),
    aDecision(),
  ]
  const marks = () => screen.getAllByRole('option')
  const told = () =>
    screen.queryAllByText(/^(host1|db-07): /).map(({ textContent }) => textContent?.replaceAll(/\s/g, ' '))

  /** `become`: the last figure is so many minutes after the first. */
  async function openChart() {
    let become: (minutes: number) => void = () => {}
    function Growing() {
      const [minutes, setMinutes] = useState(5)
      become = setMinutes
      const figures = [figure(0, 4), figure(minutes, 3)]
      return <PolicyChart hostName="host1" figures={figures} decisions={decisions} vm={undefined} />
    }
    await renderInPortal(<Growing />, fakeService({}))
    return { user: userEvent.setup(), become: (minutes: number) => act(() => become(minutes)) }
  }

  it('share a mark, which counts them, where they were made together', async () => {
    await openChart()
    expect(marks().map(mark => mark.getAttribute('aria-label')?.split(',')[0])).toEqual(['2 decisions', '1 decision'])
    expect(marks().map(mark => mark.textContent)).toEqual(['2', ''])
    expect(marks()[0]?.title.split('\n')).toHaveLength(2)
  })

  it('are told once their mark is chosen, until it is chosen again', async () => {
    const { user } = await openChart()
    expect(screen.getByText(/^Choose a mark/)).toBeDefined()
    await user.click(screen.getByRole('option', { name: /^2 decisions/ }))
    expect(told()).toEqual(['db-07: Balloon 4 GiB → 3 GiB, Changed', 'host1: KSM halted → merges, Failed'])
    await user.click(screen.getByRole('option', { name: /^2 decisions/ }))
    expect(told()).toEqual([])
  })

  it('are chosen by keys, the newest first, and stay chosen when their mark becomes one of several', async () => {
    const { user, become } = await openChart()
    const list = screen.getByRole('listbox', { name: 'Decisions in the chart' })
    const chosen = () => screen.getByRole('option', { selected: true })
    await user.tab()
    expect(document.activeElement).toBe(list)
    await user.keyboard('{ArrowLeft}')
    expect(told()).toEqual(['db-07: Balloon 4 GiB → 3 GiB, Would change'])
    for (const [key, name] of [
      ['ArrowRight', /^1 decision,/],
      ['Home', /^2 decisions,/],
      ['ArrowLeft', /^2 decisions,/],
      ['End', /^1 decision,/],
    ] as const) {
      await user.keyboard(`{${key}}`)
      expect(chosen().getAttribute('aria-label')).toMatch(name)
      expect(list.getAttribute('aria-activedescendant')).toBe(chosen().id)
    }
    become(300)
    expect(chosen().getAttribute('aria-label')).toMatch(/^3 decisions,/)
    expect([told().length, document.activeElement]).toEqual([3, list])
  })
})

it('draws nothing of one figure, and says so', async () => {
  await open([figure(0, 4)])
  await screen.findByText(/^No figures were kept yet/)
})
