import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Placement, WhyNot } from '../../../shared/plan/placement.ts'
import type { MoveRecommendation } from '../../../shared/plan/recommendation.ts'
import { reason } from '../../../shared/policy/reason.ts'
import { aRecommendation } from '../../../test/fakes/builders.ts'
import { type FakeReply, fakeService, renderInPortal } from '../../../test/fakes/portal-page.tsx'
import { aPlacedHost, aPlacement, aWeight } from '../why/why-samples.ts'
import { MoveSections } from './move-sections.tsx'

/** host2 is best, host3 second, host4 refused. */
const placement = (over: Partial<Placement> = {}): Placement =>
  aPlacement({
    chosen: { id: 'host2', name: 'host2' },
    hosts: [
      aPlacedHost('host2', {
        points: 9,
        place: 1,
        weights: [aWeight('Cpu', 6), aWeight('Ha', 3)],
        verdicts: [
          { unit: 'Memory', verdict: 'kept', reason: reason('memory-fits', '2048 MiB of 9000 MiB.') },
          { unit: 'Network', verdict: 'unknown', field: 'vm.nics' },
        ],
      }),
      aPlacedHost('host3', { points: 6, place: 2, weights: [aWeight('Cpu', 2), aWeight('Ha', 4)] }),
      aPlacedHost('host4', {
        kept: false,
        rejectedBy: 'Memory',
        verdicts: [{ unit: 'Memory', verdict: 'dropped', reason: reason('memory-too-little', 'Too little.') }],
      }),
    ],
    ...over,
  })

const answer = (over: Partial<WhyNot> = {}): WhyNot => ({
  vm: { id: 'vm1', name: 'vm1' },
  host: { id: 'host2', name: 'host2' },
  isChosen: true,
  because: [],
  changes: [],
  placement: placement(),
  ...over,
})

const named = (name: string) => ({ id: name, name })

async function shown(over: Partial<MoveRecommendation> = {}, reply: FakeReply = { body: answer() }) {
  const move = aRecommendation({ alternatives: [named('host3')], ...over })
  const service = fakeService({ [`GET /vms/${move.vm.id}/why-not?host=${move.to.id}`]: reply })
  await renderInPortal(<MoveSections move={move} explanation={{ skippedHosts: [], skippedVms: [] }} />, service)
  return service
}

const section = async (title: string) => {
  const heading = await screen.findByRole('heading', { name: title })
  return heading.closest('section')?.textContent?.replaceAll('\u202f', ' ') ?? ''
}

describe('the details of a move', () => {
  it('draw both hosts before and after, memory, CPU and pressure', async () => {
    const [source, destination] = aRecommendation().effects
    if (source === undefined || destination === undefined) throw new Error('the sample move has two effects')
    await shown({
      effects: [
        { ...source, cpuBeforePercent: 91, cpuAfterPercent: 74, vcpusPerCpuBefore: 6.2, vcpusPerCpuAfter: 5.8 },
        { ...destination, cpuBeforePercent: 41, cpuAfterPercent: 55 },
      ],
    })
    const text = await section('Before and after')
    expect(text).toMatch(/host1.*CPU91 → 74 %Pressure6.2 → 5.8host2.*CPU41 → 55 %.*by vCPUs/)
    expect(text.match(/Pressure/g)).toHaveLength(1)
  })

  it('say why the CPU afterwards is not known', async () => {
    await shown()
    expect(await section('Before and after')).toContain('CPU afterwards is not known: the engine gave no figure')
  })

  it('give the price part by part', async () => {
    await shown({ vmMemoryMiB: 2048, cost: { transferMiB: 2560, estimatedSeconds: 38, downtimeMs: 120 } })
    const text = await section('Price')
    for (const part of ['2 GiB', '2.5 GiB, of which 512 MiB for pages', 'about 38 s', 'about 120 ms']) {
      expect(text).toContain(part)
    }
  })

  it('say what of the price is not known', async () => {
    await shown({ cost: { transferMiB: 2048 } })
    expect(await section('Price')).toMatch(/Duration.*not known: the service.*Pause at the end.*not known/)
  })

  it('name the runner-up with its points, the checks with their numbers, and what would turn the choice', async () => {
    await shown()
    expect(await section('Runner-up')).toContain(
      'host3, with 6 points; host2 has 9 points. It loses most by Cpu: 4 points.',
    )
    const checks = await section('Checks of host2')
    expect(checks).toContain('2048 MiB of 9000 MiB.')
    expect(checks).toContain('the engine does not tell vm.nics')
    expect(await section('Would flip if')).toContain('host3, if the factor of Cpu were at most 1 instead of 2.')
  })

  const runnersUp: { why: string; over: Partial<MoveRecommendation>; said: string }[] = [
    { why: 'there is none', over: { alternatives: [] }, said: 'No other host could take it, so there is none.' },
    { why: 'a filter refuses it now', over: { alternatives: [named('host4')] }, said: 'host4, which a filter refuses' },
    { why: 'nobody asked about it', over: { alternatives: [named('host9')] }, said: 'host9. Its points are not known' },
    {
      why: 'it is not behind by the weights',
      over: { to: named('host3'), alternatives: [named('host2')] },
      said: 'By the weights of the policy it is not behind',
    },
  ]
  it.each(runnersUp)('say of the runner-up when $why', async ({ over, said }) => {
    await shown(over)
    expect(await section('Runner-up')).toContain(said)
  })

  it('say where the weights would place the VM otherwise, and what would let it be this host', async () => {
    const changes = [reason('raise-factor', 'Raise the factor of Cpu to 3.')]
    await shown({ to: named('host3') }, { body: answer({ isChosen: false, changes }) })
    const text = await section('Would flip if')
    expect(text).toContain('By the weights alone, vm1 would go to host2. It would be host3, if:')
    expect(text).toContain('Raise the factor of Cpu to 3.')
  })

  it('say what failed, and can be asked for again', async () => {
    await shown({}, { status: 503, body: { code: 'no-snapshot', message: 'Not read yet.', fix: 'Wait.' } })
    await screen.findByText('Not read yet. Wait.')
    expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined()
  })

  it('ask nothing about a move that is over, and say why', async () => {
    const service = await shown({ state: 'applied' })
    await waitFor(() => expect(screen.getByText(/They are not kept afterwards/)).toBeDefined())
    expect(service.calls).toEqual([])
    expect(within(document.body).queryByRole('heading', { name: 'Runner-up' })).toBeNull()
  })
})
