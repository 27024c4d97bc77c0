import { act, screen, waitFor } from '@testing-library/react'
import { useCallback } from 'react'
import { describe, expect, it } from 'vitest'
import { fakeService, renderInPortal } from '../../test/fakes/portal-page.tsx'
import { useClient } from './api-context.tsx'
import { useRemote } from './use-remote.ts'

function Runs({ limit = 1 }: { limit?: number }) {
  const client = useClient()
  const load = useCallback((signal: AbortSignal) => client.listRuns(limit, signal), [client, limit])
  const [remote, reload] = useRemote(load, ({ type }) => type === 'snapshot')
  const data = remote.state === 'ready' ? `${remote.data.length} runs` : ''
  const failure = remote.state === 'failed' || (remote.state === 'ready' && remote.failure) ? 'failure' : ''
  return (
    <button type="button" onClick={reload}>
      {`${remote.state} ${data} ${failure}`.trim()}
    </button>
  )
}

const shows = (text: string) => waitFor(() => expect(screen.getByRole('button').textContent).toBe(text))
const one = { body: { runs: [{}] } }
const down = { status: 503, body: null }
const snapshot = { type: 'snapshot', takenAtMs: 1 } as const

describe('useRemote', () => {
  it('loads, and loads again when a live event concerns it', async () => {
    const runs: unknown[] = []
    const service = fakeService({ 'GET /runs?limit=1': () => ({ body: { runs } }) })
    await renderInPortal(<Runs />, service)
    await shows('ready 0 runs')
    runs.push({})
    await act(async () => service.tell({ type: 'engine', reachable: true }))
    expect(service.calls).toHaveLength(1)
    await act(async () => service.tell(snapshot))
    await shows('ready 1 runs')
  })

  it('keeps the last data beside a later failure, and recovers', async () => {
    const replies = [one, down, one]
    const service = fakeService({ 'GET /runs?limit=1': () => replies.shift() ?? down })
    await renderInPortal(<Runs />, service)
    await shows('ready 1 runs')
    await act(async () => screen.getByRole('button').click())
    await shows('ready 1 runs failure')
    await act(async () => screen.getByRole('button').click())
    await shows('ready 1 runs')
  })

  it('fails when there was never anything, and can be asked again', async () => {
    const replies = [down, one]
    const service = fakeService({ 'GET /runs?limit=1': () => replies.shift() ?? down })
    await renderInPortal(<Runs />, service)
    await shows('failed  failure')
    await act(async () => screen.getByRole('button').click())
    await shows('ready 1 runs')
  })

  it('gathers wishes while a call runs into one more call', async () => {
    const service = fakeService({ 'GET /runs?limit=1': { body: { runs: [] } } })
    await renderInPortal(<Runs />, service)
    act(() => {
      for (let i = 0; i < 5; i++) screen.getByRole('button').click()
    })
    await shows('ready 0 runs')
    await waitFor(() => expect(service.calls).toHaveLength(2))
  })

  it('gives the whole page up when the session has ended', async () => {
    const service = fakeService({ 'GET /runs?limit=1': { status: 401, body: null } })
    await renderInPortal(<Runs />, service)
    await screen.findByText('session ended')
  })
})
