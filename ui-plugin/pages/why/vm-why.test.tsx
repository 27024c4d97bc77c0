import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { reason } from '../../../shared/policy/reason.ts'
import { type FakeRoutes, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { PortalContext } from '../app/portal-context.tsx'
import { VmWhyPage } from './vm-why-page.tsx'
import { aClusterOf, aHostCalled, aPlacement, aPortal, aWhyNotMoved } from './why-samples.ts'

async function open(over: FakeRoutes = {}, hash = '#page=vm-why&vm=v1', locale?: string) {
  window.location.hash = hash
  const portal = aPortal()
  const placement = aPlacement()
  const service = fakeService({
    'GET /vms/v1/placement': { body: placement },
    'GET /vms/v1/why-not-moved': { body: aWhyNotMoved() },
    'GET /vms/v1/why-not?host=h3': {
      body: {
        vm: placement.vm,
        host: { id: 'h3', name: 'h3' },
        isChosen: false,
        because: [reason('memory-too-little', 'Memory: too little.', { unit: 'Memory' })],
        changes: [reason('if-vm-moved', 'If web-02 (4096 MiB) moved away from h3.')],
        placement,
      },
    },
    'GET /clusters/c1': { body: aClusterOf([aHostCalled('h1')]) },
    ...over,
  })
  await renderInPortal(
    <PortalContext value={portal}>
      <VmWhyPage />
    </PortalContext>,
    service,
    locale,
  )
  return { user: userEvent.setup(), service, portal }
}

const rowOf = async (host: string) =>
  (await screen.findByRole('button', { name: new RegExp(`^(Why|Warum).* ${host}$`) })).closest('tr')

describe('the tab of a VM', () => {
  it('says where it runs and that it would come there again', async () => {
    await open()
    await screen.findByRole('heading', { name: 'Scheduling of db-07', level: 1 })
    await screen.findByText(/^Runs on h1, and would be placed there again\. h1 ranks first with 9 points/)
    await screen.findByText('2 of 4 hosts can take it; refused by Memory (1).')
    await screen.findByText('h2, if the factor of Cpu were at most 1 instead of 2.')
  })

  it('marks each host with what decides about it', async () => {
    await open()
    expect((await rowOf('h1'))?.textContent).toContain('Best3 points ahead of h219')
    expect((await rowOf('h2'))?.textContent).toContain('Possibleloses most by Cpu: 4 points26')
    expect((await rowOf('h3'))?.textContent).toContain(
      'RefusedMemory: 4096 MiB are needed, overhead included; 1024 MiB may still be promised. and 1 more filter',
    )
    expect((await rowOf('h4'))?.textContent).toContain('Not askedIt is in the state maintenance.')
  })

  it('answers why not a host when it is chosen, one at a time', async () => {
    const { user, service } = await open()
    const toggle = await screen.findByRole('button', { name: 'Why not h3' })
    await user.click(toggle)
    await screen.findByText('If web-02 (4096 MiB) moved away from h3.')
    expect(screen.getByText('0 keep it, 2 refuse it, 1 lack a fact that only the engine knows.')).toBeDefined()
    expect(toggle.getAttribute('aria-expanded')).toBe('true')
    await user.click(screen.getByRole('button', { name: 'Why not h4' }))
    expect(toggle.getAttribute('aria-expanded')).toBe('false')
    expect(service.calls.filter(({ call }) => call.includes('host=h3'))).toHaveLength(1)
  })

  it('shows each gate of a move with its word, and the first closed one as the stop', async () => {
    await open()
    const gates = within(await screen.findByRole('list', { name: /^Gates/ })).getAllByRole('listitem')
    expect(gates).toHaveLength(10)
    const stopped = gates.find(gate => gate.getAttribute('aria-current') === 'step')
    expect(stopped?.textContent).toBe('LimitsStopped hereThe gate threshold says this.')
    expect(gates.filter(gate => gate.textContent?.includes('Not known'))).toHaveLength(1)
  })

  it('leads to the recommendations when one asks for the move', async () => {
    const asked = {
      ...aWhyNotMoved(),
      gates: aWhyNotMoved().gates.map(gate => ({ ...gate, isOpen: gate.gate !== 'mode' })),
    }
    const { user, portal } = await open({ 'GET /vms/v1/why-not-moved': { body: asked } })
    await user.click(await screen.findByRole('button', { name: 'Show recommendations' }))
    expect(portal.went).toEqual(['recommendations c1'])
  })

  it('shows one answer while the other fails, with a way to try again', async () => {
    let asked = 0
    const { user } = await open({
      'GET /vms/v1/why-not-moved': () => {
        asked += 1
        if (asked > 1) return { body: aWhyNotMoved() }
        return { status: 500, body: { code: 'internal', message: 'It broke.', fix: 'Look into the log.' } }
      },
    })
    await screen.findByText('It broke. Look into the log.')
    await rowOf('h2')
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await screen.findByRole('list', { name: /^Gates/ })
  })

  it('asks for a VM when none is selected', async () => {
    await open({}, '#page=vm-why')
    await screen.findByText('No VM is selected')
  })

  it('speaks German, the sentences of filters included', async () => {
    await open({}, undefined, 'de-DE')
    await screen.findByText(/^Läuft auf h1 und käme wieder dorthin\. h1 steht mit 9 Punkten vorn/)
    expect((await rowOf('h3'))?.textContent).toContain('4096 MiB werden gebraucht, Overhead inbegriffen')
  })
})
