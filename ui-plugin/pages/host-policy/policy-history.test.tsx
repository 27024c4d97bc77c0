import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import type { HostFigure } from '../../../shared/model/tuning.ts'
import { fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { SAMPLE_MS } from '../hosts/watched-host-samples.ts'
import { PolicyHistory } from './policy-history.tsx'
import { aDecision } from './policy-samples.ts'

const GIB = 1024 * 1024
const figure = (minutes: number, balloonGib: number): HostFigure => ({
  atMs: SAMPLE_MS + minutes * 60_000,
  memoryTotalKiB: 64 * GIB,
  memoryAvailableKiB: 8 * GIB,
  balloonsKiB: { v7: balloonGib * GIB, v8: GIB },
})

async function open(figures: readonly HostFigure[]) {
  const service = fakeService({ 'GET /hosts/host1/history': { body: { figures } } })
  const guests = [{ id: 'v7', name: 'db-07' }]
  await renderInPortal(<PolicyHistory hostId="host1" guests={guests} decisions={[aDecision()]} />, service)
  return userEvent.setup()
}

const said = async (text: RegExp) => (await screen.findAllByText(text)).length

it('says in words what is drawn, of all VMs or of one', async () => {
  const user = await open([figure(0, 4), figure(5, 3)])
  expect(await said(/Balloons of all VMs: from 5.GiB to 4.GiB, at most 5.GiB\. 1 decision in that time\./)).toBeTruthy()
  await user.selectOptions(screen.getByRole('combobox', { name: 'Balloon of' }), 'Balloon of db-07')
  expect(await said(/Balloon of db-07: from 4.GiB to 3.GiB, at most 4.GiB/)).toBeTruthy()
})

it('draws nothing of one figure, and says so', async () => {
  await open([figure(0, 4)])
  await screen.findByText(/^No figures were kept yet/)
})
