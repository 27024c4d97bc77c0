import { describe, expect, it } from 'vitest'
import { never, start as startEngine } from '../../test/fakes/engine-client.ts'
import { type Answer, json } from '../../test/fakes/engine-server.ts'
import type { VmPowerPort } from '../apply/ports.ts'
import { vmPowerPort } from './vm-power-port.ts'

async function start(api: Answer) {
  const { engine, http } = await startEngine(api)
  // The type says that the client fits what server/apply asks for.
  const power: VmPowerPort = vmPowerPort(http)
  return { engine, power }
}

describe.each(['suspend', 'shutdown'] as const)('%s', request => {
  const call = { vmId: '3/3', request, correlationId: 'ovs-1' }

  it('is one action of the engine, never forced', async () => {
    const { engine, power } = await start((_asked, res) => json(res, { status: 'complete' }))
    expect(await power.ask(call, never)).toEqual({ ok: true })
    expect(engine.calls()).toMatchObject([{ method: 'POST', path: `/api/vms/3%2F3/${request}`, body: '{}' }])
    expect(engine.calls()[0]?.headers['correlation-id']).toBe('ovs-1')
  })

  it('tells a refusal as a value', async () => {
    const fault = { fault: { detail: '[VM is not running.]', reason: 'Operation Failed' }, status: 'failed' }
    const { power } = await start((_asked, res) => json(res, fault, 409))
    expect(await power.ask(call, never)).toEqual({ ok: false, detail: 'VM is not running.' })
  })

  it('throws when no answer came, for it may have been done', async () => {
    const { power } = await start((_asked, res) => void res.destroy())
    await expect(power.ask(call, never)).rejects.toMatchObject({ code: 'engine-outcome-unknown' })
  })
})
