import { describe, expect, it } from 'vitest'
import { hostNamed, vmNamed } from '../../../test/fakes/sim-world.ts'
import { aSimulatedEngine, type SimulatedEngine } from '../../../test/fakes/simulated-engine.ts'

async function start() {
  const engine = await aSimulatedEngine({}, { scenario: 'host-tuning' })
  engine.world.advance(30_000)
  const host = `/sim/v1/hosts/${hostNamed(engine.world, 'host3').id}`
  const guest = `${host}/guests/${vmNamed(engine.world, 'erp-01').id}`
  const put = (path: string, body: unknown) => engine.call(path, { method: 'PUT', body, token: undefined })
  return { engine, host, guest, put }
}

const setDown = (engine: SimulatedEngine, down: boolean) =>
  engine.call('/sim/v1/faults', { body: { kind: 'down', down } })

/** The stream's events, until `count` have come. */
async function events(res: Response, count: number): Promise<unknown[]> {
  let text = ''
  const found = () => [...text.matchAll(/^data: (.*)\n\n/gm)].map(([, data]) => JSON.parse(data ?? ''))
  for await (const chunk of res.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    if (found().length >= count) break
  }
  return found()
}

describe('a simulated host', () => {
  it('tells of itself and its guests without a login', async () => {
    const { engine, host } = await start()
    const reading = await engine.call(`${host}/reading`, { token: undefined })
    expect(reading.status).toBe(200)
    expect(JSON.parse(reading.text)).toMatchObject({ hostname: 'host3.lab.example', takenAtMs: engine.world.now() })
    const guests = await engine.call(`${host}/guests`)
    expect(JSON.parse(guests.text)).toHaveLength(8)
  })

  it('takes every knob', async () => {
    const { engine, host, guest, put } = await start()
    const asked = [
      await put(`${guest}/balloon`, { targetKiB: 15_000_000 }),
      await put(`${guest}/cpu-tune`, { quotaUs: 50_000 }),
      await put(`${guest}/io-tune`, { device: 'vda', limits: { readIops: 100 } }),
      await put(`${guest}/pins`, [{ vcpu: 1, cpuIds: [5, 4] }]),
      await put(`${host}/ksm`, { run: 'merge' }),
    ]
    expect(asked.map(({ status, text }) => [status, text])).toEqual(new Array(5).fill([204, '']))
    const listed = JSON.parse((await engine.call(`${host}/guests`)).text) as { name: string }[]
    expect(listed.find(({ name }) => name === 'erp-01')).toMatchObject({
      balloon: { targetKiB: 15_000_000 },
      cpuTune: { quotaUs: 50_000 },
      disks: [{ limits: { readIops: 100 } }],
      vcpus: expect.arrayContaining([expect.objectContaining({ index: 1, pinnedTo: [4, 5] })]),
    })
    expect(engine.world.hostSide.readHost(hostNamed(engine.world, 'host3').id).ksm?.running).toBe(true)
  })

  it('gives MOM another policy where it runs', async () => {
    const { engine, host, put } = await start()
    expect((await put(`${host}/mom-policy`, { policy: '0' })).status).toBe(204)
    expect(engine.world.hostSide.momPolicy(hostNamed(engine.world, 'host3').id)).toBe('0')
    expect((await put(`${host}/mom-policy`, { policy: '' })).status).toBe(400)
    const other = `/sim/v1/hosts/${hostNamed(engine.world, 'host1').id}`
    const refused = await put(`${other}/mom-policy`, { policy: '0' })
    expect([refused.status, JSON.parse(refused.text).code]).toEqual([409, 'host-unsupported'])
  })

  const refusals = [
    { why: 'a body of another shape', path: 'balloon', body: { targetMiB: 5 }, status: 400, code: 'host-refused' },
    { why: 'pins of nothing', path: 'pins', body: [], status: 400, code: 'host-refused' },
    { why: 'a body that is no JSON', path: 'balloon', body: '{"targ', status: 400, code: 'host-refused' },
    { why: 'a body too large', path: 'balloon', body: ' '.repeat(2e6), status: 413, code: 'host-refused' },
    { why: 'a value out of range', path: 'cpu-tune', body: { quotaUs: 1 }, status: 409, code: 'host-refused' },
    { why: 'an unknown knob', path: 'colour', body: {}, status: 404, code: 'host-refused' },
  ]
  for (const { why, path, body, status, code } of refusals) {
    it(`refuses ${why}`, async () => {
      const { guest, put } = await start()
      const reply = await put(`${guest}/${path}`, body)
      expect([reply.status, JSON.parse(reply.text)]).toMatchObject([status, { code }])
      expect(JSON.parse(reply.text).message).toMatch(/\S/)
    })
  }

  it('is not found, nor are its VMs, under another id', async () => {
    const { engine, host, put } = await start()
    const unknown = await engine.call('/sim/v1/hosts/nonesuch/reading')
    expect([unknown.status, JSON.parse(unknown.text).code]).toEqual([404, 'no-such-host'])
    const vm = await put(`${host}/guests/nonesuch/balloon`, { targetKiB: 1 })
    expect([vm.status, JSON.parse(vm.text).code]).toEqual([404, 'host-no-such-vm'])
  })

  it('does not answer when it is down in the world', async () => {
    const { engine, host } = await start()
    engine.world.edit(() => {
      hostNamed(engine.world, 'host3').status = 'down'
    })
    const { status, text } = await engine.call(`${host}/guests`)
    expect([status, JSON.parse(text).code]).toEqual([503, 'host-unreachable'])
  })

  it('has the faults of the engine', async () => {
    const { engine, host } = await start()
    await engine.call('/sim/v1/faults', { body: { kind: 'status', status: 500, pathContains: '/guests' } })
    expect((await engine.call(`${host}/reading`)).status).toBe(200)
    expect((await engine.call(`${host}/guests`)).status).toBe(500)
    await setDown(engine, true)
    expect((await engine.call(`${host}/reading`)).status).toBe(503)
  })

  it('tells of what happens, until the engine goes down', async () => {
    const { engine, host, guest, put } = await start()
    const stream = await fetch(`${engine.origin}${host}/events`)
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const copy = stream.clone()
    await put(`${guest}/paused`, { paused: true })
    await put(`${guest}/paused`, { paused: false })
    const vmId = vmNamed(engine.world, 'erp-01').id
    expect(await events(stream, 2)).toEqual([
      { kind: 'vm-paused', vmId },
      { kind: 'vm-resumed', vmId },
    ])
    await setDown(engine, true)
    await expect(copy.text()).rejects.toThrow('terminated')
  })
})
