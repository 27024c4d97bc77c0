import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { HostPins } from '../../../shared/api/pins.ts'
import type { HostTuning } from '../../../shared/api/tuning.ts'
import { fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { aDecision, aTuning } from '../host-policy/policy-samples.ts'
import { aHostPins, aMoveReason } from './pin-samples.ts'
import { PinSection } from './pin-section.tsx'

async function open(pins: HostPins, tuning: HostTuning = aTuning(), locale?: string) {
  const service = fakeService({ 'GET /hosts/host1/pins': { body: pins } })
  await renderInPortal(<PinSection host={{ id: 'host1', name: 'host1' }} tuning={tuning} />, service, locale)
  return userEvent.setup()
}

const texts = (grid: HTMLElement) =>
  within(grid)
    .getAllByRole('row')
    .slice(1)
    .map(({ textContent }) => textContent?.replaceAll(/\s/g, ' '))

describe('the pins of a host', () => {
  it('say why the next round does what it does, and how even the host is and could be', async () => {
    await open(aHostPins())
    await screen.findByText(/^Cores are loaded by 3 % to 120 %: a move would help/)
    expect(screen.getByText(/^117 → 77.%$/, { selector: 'dd *' })).toBeDefined()
    expect(screen.getByText(/^120 → 80.%$/)).toBeDefined()
    expect(screen.getByText(/^1 move brings the spread 117 → 77.%, the busiest core 120 → 80.%\.$/)).toBeDefined()
  })

  it('list moves with their reasons, and vCPUs with what they were before they were pinned', async () => {
    await open(aHostPins())
    expect(texts(await screen.findByRole('grid', { name: 'Proposed moves' }))).toEqual([
      `db-07 vCPU 160 %0 → 1${aMoveReason.text}`,
    ])
    expect(texts(screen.getByRole('grid', { name: 'vCPUs that may be moved' }))).toEqual([
      'db-07 vCPU 060 %0no',
      'db-07 vCPU 160 %0 → 1no',
      'web-1 vCPU 020 %1to 1was 0–3',
    ])
    expect(screen.getByText(/Its vCPUs are pinned by hand/).textContent).toBe(
      'rt-1: Its vCPUs are pinned by hand in the engine.',
    )
  })

  it('are told cell by cell by keyboard, from how it is now', async () => {
    const user = await open(aHostPins())
    const map = await screen.findByRole('group', { name: /^Load of the cores of host1/ })
    map.focus()
    const told = () => document.getElementById(map.getAttribute('aria-describedby') ?? '')?.textContent
    expect(told()).toBe('Arrow keys tell the cells one by one.')
    const cells = [
      ['ArrowDown', /^Now, CPU 0: 120.%, 2 vCPUs: db-07\/0 \(60.%\) and db-07\/1 \(60.%\)$/],
      ['ArrowRight', /^After, CPU 0: 60.%, 1 vCPU: db-07\/0 \(60.%\)$/],
      ['ArrowDown', /^After, CPU 1: 80.%, 2 vCPUs: db-07\/1 \(60.%\) and web-1\/0 \(20.%\)$/],
      ['Home', /, CPU 1: 40.%, 1 vCPU$/],
    ] as const
    for (const [key, says] of cells) {
      await user.keyboard(`{${key}}`)
      expect(told()).toMatch(says)
    }
    await user.keyboard('{Escape}')
    expect(told()).toBe('Arrow keys tell the cells one by one.')
  })

  it('are there as a table too, and in one sentence', async () => {
    const user = await open(aHostPins())
    const sentence = await screen.findByText(/^4 cores\. From .* to /)
    expect(sentence.textContent).toMatch(/Now cores are loaded by 3.% to 120.%\. After all .* would be 3.% to 80.%\.$/)
    await user.click(screen.getByRole('button', { name: 'Show as a table' }))
    expect(texts(screen.getByRole('grid', { name: 'Load of cores' }))[0]).toBe('00118 %120 %60 %2')
    await user.click(screen.getByRole('button', { name: 'Show as a map' }))
    expect(screen.getByRole('group', { name: /^Load of the cores/ })).toBeDefined()
  })

  it('tell changes of pins with who wanted them and why', async () => {
    const decision = aDecision({
      by: 'pinning',
      because: [],
      reason: aMoveReason,
      change: {
        ...{ knob: 'pins', vmId: 'v7', vmName: 'db-07' },
        from: [{ vcpu: 1, cpuIds: [0, 1, 2, 3] }],
        to: [{ vcpu: 1, cpuIds: [1] }],
      },
    })
    const user = await open(aHostPins(), aTuning({ decisions: [decision, aDecision({ id: 'other' })] }))
    const made = await screen.findByRole('grid', { name: 'Changes of pins' })
    expect(texts(made).filter(text => text !== '')).toHaveLength(1)
    expect(within(made).getByText('vCPU pins · vCPU balancer')).toBeDefined()
    await user.click(within(made).getByRole('button', { name: /^Why: db-07, vCPU pins/ }))
    expect(within(made).getByText(aMoveReason.text)).toBeDefined()
  })

  it.each([
    { mode: 'observe', says: /^It takes two readings/ },
    { mode: 'off', says: /^Pins are off on this host/ },
  ] as const)('say in mode $mode why nothing is known', async ({ mode, says }) => {
    const { before: _before, after: _after, standing: _standing, ...pins } = aHostPins()
    const nothing = { ...pins, cores: [], vcpus: [], leftAlone: [], proposed: [], heat: [] }
    await open(nothing, aTuning({ pinning: { mode, wantedMode: mode } }))
    await screen.findByText(says)
  })

  it('are there in German, with what the service says', async () => {
    await open(aHostPins(), aTuning(), 'de-DE')
    await screen.findByText(/^Kerne sind zu 3 % bis 120 % belastet: Ein Umsetzen hülfe, gesehen in 1 der 3 Runden/)
    expect(screen.getByText(/von Hand gebunden/).textContent).toBe(
      'rt-1: Ihre vCPUs sind in der Engine von Hand gebunden.',
    )
  })
})
