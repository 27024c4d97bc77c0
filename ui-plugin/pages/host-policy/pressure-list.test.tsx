import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import type { PressureDecision } from '../../../shared/plan/pressure.ts'
import { fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { SAMPLE_MS } from '../hosts/watched-host-samples.ts'
import { PressureList } from './pressure-list.tsx'

const reason = (code: string, text: string) => ({ code, values: {}, text })
const aPressure = (over: Partial<PressureDecision> = {}): PressureDecision => ({
  ...{ id: 'e1', kind: 'memory', beganAtMs: SAMPLE_MS, atMs: SAMPLE_MS },
  what: reason('pressure-memory', 'host1 has 1 GiB of memory available.'),
  means: [
    { means: 'balloon', chosen: true, because: reason('x', 'Balloons can give 2 GiB.') },
    {
      means: 're-pin',
      chosen: false,
      because: reason('pressure-pins-free-no-memory', 'To pin vCPUs frees no memory.'),
    },
  ],
  afterArrivalOf: [],
  ...over,
})

async function open(pressures: readonly PressureDecision[], watching: readonly string[] = [], locale?: string) {
  const tuning = {
    pressures: [...pressures],
    watching: watching.map(vmName => ({ vmId: vmName, vmName, sinceMs: SAMPLE_MS })),
  }
  await renderInPortal(<PressureList tuning={tuning} />, fakeService({}), locale)
  return userEvent.setup()
}

it('opens what is short now, and tells each means with its reason', async () => {
  const over = aPressure({ id: 'e0', kind: 'cpu', beganAtMs: SAMPLE_MS + 9, endedAtMs: SAMPLE_MS + 99 })
  const user = await open([over, aPressure({ afterArrivalOf: ['web-1'] })])
  const rows = screen.getAllByRole('button', { name: /^What was decided: / })
  expect(rows.map(row => [row.getAttribute('aria-label')?.split(' ')[3], row.getAttribute('aria-expanded')])).toEqual([
    ['Memory,', 'true'],
    ['CPU,', 'false'],
  ])
  expect(screen.getByText('A VM came here shortly before: web-1.')).toBeDefined()
  const means = within(screen.getByRole('grid', { name: 'Means' })).getAllByRole('row')
  expect(means.slice(1).map(({ textContent }) => textContent)).toEqual([
    'BalloonsChosenBalloons can give 2 GiB.',
    'PinsNot chosenTo pin vCPUs frees no memory.',
  ])
  if (rows[1]) await user.click(rows[1])
  expect(screen.getAllByRole('grid', { name: 'Means' })).toHaveLength(2)
})

it('names VMs that are watched since they came', async () => {
  await open([], ['web-1', 'db-07'])
  expect(
    screen.getByText(/^Watched since they came from another host: web-1 \(since .*\) and db-07 \(since/),
  ).toBeDefined()
})

it('is not there while nothing was short', async () => {
  await open([])
  expect(screen.queryByRole('heading')).toBeNull()
})

it('is told in German, reasons too', async () => {
  await open([aPressure()], [], 'de-DE')
  expect(screen.getByText('vCPUs zu binden gibt keinen Speicher frei.')).toBeDefined()
})
