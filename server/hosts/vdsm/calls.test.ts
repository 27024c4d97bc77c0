import { describe, expect, it } from 'vitest'
import { type OpenLink, openVdsmLink } from '../../../test/fakes/vdsm/open-link.ts'
import { VM_ID } from '../../../test/fakes/vdsm/vdsm-world.ts'

const signal = () => AbortSignal.timeout(10_000)
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'resolved',
    error => error.code ?? error.message,
  )
const sent = ({ server }: OpenLink, method: string) => server.requests.filter(each => each.method === method).length

const poll = <T>(ask: () => T) => expect.poll(ask, { timeout: 10_000 })

describe('calls to vdsm', () => {
  it('are never more than three at a time, and all are answered', async () => {
    const { server, link } = await openVdsmLink()
    server.traps.holds.add('Host.setKsmTune')
    const asked = Array.from({ length: 10 }, (_, n) => link.setKsm({ pagesToScan: n + 1 }, signal()))
    await poll(() => server.requests.filter(({ method }) => method === 'Host.setKsmTune').length).toBe(3)
    server.traps.holds.clear()
    server.release()
    await Promise.all(asked)
    expect(server.mostAtOnce()).toBe(3)
    expect(server.complaints).toEqual([])
  })

  it('have a deadline, and so has what waits behind them', async () => {
    const opened = await openVdsmLink({ setCallMs: 300 })
    opened.server.traps.losesAnswersTo.add('Host.setKsmTune')
    const asked = Array.from({ length: 4 }, () => opened.link.setKsm({ run: 'merge' }, signal()).catch(error => error))
    const problems = await Promise.all(asked)
    expect(problems.map(({ code }) => code)).toEqual(Array.from({ length: 4 }, () => 'host-timeout'))
    expect(problems[0].message).toMatch(/no answer in time/)
    expect(problems[3].message).toMatch(/not sent in time/)
    // A change whose answer is lost is not made twice.
    expect(sent(opened, 'Host.setKsmTune')).toBe(3)
  })

  it('of callers that left count until they are answered', async () => {
    const opened = await openVdsmLink({ writeSilenceMs: 10 })
    const { server, link } = opened
    server.traps.holds.add('Host.setKsmTune')
    const leave = new AbortController()
    const left = Array.from({ length: 3 }, () => codeOf(link.setKsm({ run: 'merge' }, leave.signal)))
    await poll(() => sent(opened, 'Host.setKsmTune')).toBe(3)
    leave.abort(new Error('not needed'))
    expect(await Promise.all(left)).toEqual(['not needed', 'not needed', 'not needed'])
    server.traps.holds.clear()
    const next = codeOf(link.setKsm({ run: 'stop' }, signal()))
    // A heart-beat that comes after it shows that it was not sent.
    const before = server.heartBeats()
    await poll(() => server.heartBeats()).toBeGreaterThan(before + 1)
    expect(sent(opened, 'Host.setKsmTune')).toBe(3)
    server.release()
    expect(await next).toBe('resolved')
  })

  it('for a list of VMs are made one after the other, since two answers at once take 40 ms', async () => {
    const opened = await openVdsmLink({ writeSilenceMs: 10 })
    const { server, link } = opened
    server.traps.holds.add('Host.getAllVmStats')
    const listed = link.listGuests(signal())
    await poll(() => sent(opened, 'Host.getAllVmStats')).toBe(1)
    const before = server.heartBeats()
    await poll(() => server.heartBeats()).toBeGreaterThan(before + 1)
    expect(sent(opened, 'Host.getAllVmIoTunePolicies')).toBe(0)
    server.traps.holds.clear()
    server.release()
    expect(await listed).toHaveLength(1)
  })

  it('are never sent when their caller left before', async () => {
    const opened = await openVdsmLink()
    const gone = AbortSignal.abort(new Error('not needed'))
    expect(await codeOf(opened.link.setKsm({ run: 'merge' }, gone))).toBe('not needed')
    expect(sent(opened, 'Host.setKsmTune')).toBe(0)
  })

  it('end with the deadline of the caller as with their own', async () => {
    const { server, link } = await openVdsmLink()
    server.traps.holds.add('Host.setKsmTune')
    expect(await codeOf(link.setKsm({ run: 'merge' }, AbortSignal.timeout(20)))).toBe('host-timeout')
  })

  it('are made again while the host recovers, within the deadline', async () => {
    const opened = await openVdsmLink({ recoveringRetryMs: 10, setCallMs: 5000 })
    const { server, link } = opened
    server.traps.isRecovering = true
    const asked = codeOf(link.setKsm({ run: 'merge' }, signal()))
    await poll(() => sent(opened, 'Host.setKsmTune')).toBeGreaterThan(2)
    server.traps.isRecovering = false
    expect(await asked).toBe('resolved')
  })

  it('say that the host is busy when it recovers for longer, or has too much to do', async () => {
    const { server, link } = await openVdsmLink({ recoveringRetryMs: 50, setCallMs: 160 })
    server.traps.isRecovering = true
    expect(await codeOf(link.setKsm({ run: 'merge' }, signal()))).toBe('host-busy')
    server.traps.isRecovering = false
    server.traps.hasTooManyTasks = true
    expect(await codeOf(link.setKsm({ run: 'merge' }, signal()))).toBe('host-busy')
  })

  const endings: { why: string; code: string; end: (bench: OpenLink) => void }[] = [
    { why: 'the host breaks the connection', code: 'host-unreachable', end: ({ server }) => server.dropConnections() },
    { why: 'it is closed', code: 'host-closed', end: ({ link }) => link.close() },
    { why: 'an ERROR comes, of whatever', code: 'host-protocol', end: ({ server }) => server.sendError('no') },
    { why: 'a frame is no STOMP', code: 'host-protocol', end: ({ server }) => server.sendRaw('hello\n\n\0') },
    {
      why: 'a frame is announced too large',
      code: 'host-protocol',
      end: ({ server }) => server.sendRaw('MESSAGE\ncontent-length:999999999999\n\n'),
    },
    {
      why: 'an event is no JSON',
      code: 'host-protocol',
      end: ({ server }) => server.sendRaw('MESSAGE\ndestination:jms.queue.events\n\n{\0'),
    },
    { why: 'CONNECTED comes again', code: 'host-protocol', end: ({ server }) => server.sendRaw('CONNECTED\n\n\0') },
    {
      why: 'the server speaks like a client',
      code: 'host-protocol',
      end: ({ server }) => server.sendRaw('SEND\n\n\0'),
    },
  ]
  for (const { why, code, end } of endings) {
    it(`all end when ${why}, those that wait in line too`, async () => {
      const opened = await openVdsmLink()
      const { server, link } = opened
      server.traps.holds.add('Host.setKsmTune')
      const asked = Array.from({ length: 5 }, () => codeOf(link.setKsm({ run: 'merge' }, signal())))
      await poll(() => sent(opened, 'Host.setKsmTune')).toBe(3)
      end(opened)
      expect(await Promise.all(asked)).toEqual([code, code, code, code, code])
      expect(await link.ended).toMatchObject({ code })
      expect(await codeOf(link.setKsm({ run: 'merge' }, signal()))).toBe(code)
    })
  }

  it('are not confused by what others send', async () => {
    const { server, link, events } = await openVdsmLink()
    const reply = server.frames.find(({ headers }) => headers.get('id') === '0')?.headers.get('destination')
    const message = (destination = '', body: object = {}) =>
      `MESSAGE\ndestination:${destination}\n\n${JSON.stringify({ jsonrpc: '2.0', ...body })}\0`
    server.sendRaw(message(reply, { id: '00000000-0000-4000-8000-000000000000', result: 'of somebody else' }))
    server.sendRaw(message(reply, { id: null, error: { code: -32_700, message: 'parse error' } }))
    server.sendRaw(message(reply, { method: '|virt|VM_status|x', params: {} }))
    server.sendRaw(message('jms.queue.events', { id: 'x', result: 1 }))
    server.sendRaw(message('jms.topic.vdsm_responses', { id: 'x', result: 1 }))
    server.sendRaw('\n\r\n')
    expect((await link.listGuests(signal())).map(({ id }) => id)).toEqual([VM_ID])
    expect(events).toEqual([])
  })
})

describe('a silent connection', () => {
  it('is kept by heart-beats of both sides', async () => {
    const { server, link } = await openVdsmLink({ heartBeatMs: 20, writeSilenceMs: 10, readSilenceMs: 500 })
    await poll(() => server.heartBeats()).toBeGreaterThan(80)
    expect(await codeOf(link.setKsm({ run: 'merge' }, signal()))).toBe('resolved')
  })

  it('is given up when the host sends no byte for too long', async () => {
    const { server, link } = await openVdsmLink({ heartBeatMs: 20, writeSilenceMs: 10, readSilenceMs: 50 })
    server.traps.isSilent = true
    expect(await link.ended).toMatchObject({
      code: 'host-unreachable',
      message: expect.stringMatching(/nothing for too long/),
    })
  })
})
