/**
 * vdsm’s own server code, from the source that VDSM_DIR (or `npm test -- --vdsm DIR`) names, over verbs of ours: the contract
 * suite over mutual TLS, and what our notes say of its protocol.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { HostEvent, HostLink } from '../../server/hosts/host-client.ts'
import { dialVdsm } from '../../server/hosts/vdsm/dial-vdsm.ts'
import { encodeRequest } from '../../server/protocol/json-rpc/encode-request.ts'
import { encodeFrame, type StompFrame } from '../../server/protocol/stomp/frame.ts'
import { createFrameReader } from '../../server/protocol/stomp/read-frames.ts'
import { pem } from '../fakes/pem.ts'
import { startVdsmPeer, type VdsmPeer, whyNoVdsmPeer } from '../fakes/vdsm/start-vdsm-peer.ts'
import { vdsmBench } from '../fakes/vdsm/vdsm-bench.ts'
import { clientTls as ours } from '../fakes/vdsm/vdsm-tls.ts'
import { VM_ID } from '../fakes/vdsm/vdsm-world.ts'
import { hostClientContract } from './host-client.ts'

const sourceDir = process.env.VDSM_DIR
const why = whyNoVdsmPeer(sourceDir)

describe.skipIf(why !== undefined)(`vdsm’s own server (${why === undefined ? sourceDir : `skipped: ${why}`})`, () => {
  let workDir: string
  beforeAll(() => {
    workDir = mkdtempSync(join(tmpdir(), 'vdsm-peer-'))
  })
  afterAll(() => rmSync(workDir, { recursive: true, force: true }))

  const start = (port = 0) => startVdsmPeer(sourceDir ?? '', workDir, port)

  hostClientContract('vdsm’s own server', async () => {
    let peer = await start()
    const { port } = peer
    const bench = vdsmBench(port, (vmId, status) => peer.changeStatus(vmId, status))
    return {
      ...bench,
      breakConnection: () => peer.kill(),
      async restart() {
        peer = await start(port)
      },
      async close() {
        bench.client.close()
        await peer.kill()
      },
    }
  })

  describe('its protocol', { timeout: 60_000 }, () => {
    let peer: VdsmPeer
    const links: HostLink[] = []
    beforeEach(async () => {
      peer = await start()
    })
    afterEach(async () => {
      for (const link of links.splice(0)) link.close()
      await peer.kill()
    })
    const signal = () => AbortSignal.timeout(20_000)
    async function dial(tls = ours, timing = {}, events: HostEvent[] = []) {
      const options = { address: 'localhost', port: peer.port, tls, timing }
      const link = await dialVdsm(options)(event => events.push(event), signal())
      links.push(link)
      return link
    }
    const codeOf = (asked: Promise<unknown>) =>
      asked.then(
        () => 'resolved',
        error => error.code,
      )

    it('refuses a certificate of another authority after the handshake, and we say why', async () => {
      const foreign = { ...ours, certificate: pem('lone'), key: pem('lone-key') }
      await expect(dial(foreign)).rejects.toMatchObject({
        code: 'host-certificate',
        message: expect.stringMatching(/client certificate/),
      })
    })

    it('answers two clients at once, each its own', async () => {
      const [first, second] = [await dial(), await dial()]
      const reads = Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? first : second).listGuests(signal()))
      for (const guests of await Promise.all(reads)) expect(guests.map(({ id }) => id)).toEqual([VM_ID])
    })

    it('keeps a silent connection alive by heart-beats, with ours in return', async () => {
      // vdsm raises what is promised to a second at least, and cuts off who is silent for longer.
      const link = await dial(ours, { heartBeatMs: 1000, writeSilenceMs: 400, readSilenceMs: 2500 })
      await delay(5000)
      expect(await codeOf(link.readHost(signal()))).toBe('resolved')
    })

    it('says 99 while it recovers: busy, the connection stays', async () => {
      const link = await dial(ours, { recoveringRetryMs: 50, readCallMs: 1000 })
      peer.setReady(false)
      await expect.poll(() => codeOf(link.readHost(signal()))).toBe('host-busy')
      peer.setReady(true)
      await expect.poll(() => codeOf(link.readHost(signal()))).toBe('resolved')
      peer.setReady(false)
      // A new connection succeeds as well.
      await dial(ours, { recoveringRetryMs: 50, readCallMs: 1000 })
    })

    it('tells an event to all who listen', async () => {
      const [first, second]: HostEvent[][] = [[], []]
      await dial(ours, {}, first)
      await dial(ours, {}, second)
      peer.changeStatus(VM_ID, 'Paused')
      await expect
        .poll(() => [first, second])
        .toEqual([[{ kind: 'vm-paused', vmId: VM_ID }], [{ kind: 'vm-paused', vmId: VM_ID }]])
    })

    it('is read frame by frame: versions, escapes, unknown calls, ERROR', async () => {
      const wire = await openWire(peer.port)
      wire.send(encodeFrame('CONNECT', { 'accept-version': '1.0,1.1,1.2' }))
      expect(await wire.next()).toMatchObject({ command: 'ERROR', text: 'Version unsupported' })
      wire.send(encodeFrame('CONNECT', { 'accept-version': '1.2', 'heart-beat': '20000,10000' }))
      const connected = await wire.next()
      expect(connected).toMatchObject({ command: 'CONNECTED', text: '' })
      expect(Object.fromEntries(connected.headers)).toEqual({ version: '1.2', 'heart-beat': '10000,20000' })
      wire.send(encodeFrame('SUBSCRIBE', { id: 'with:colon', destination: 'mine\\and:more', ack: 'auto' }))
      const { id, body } = encodeRequest('Host.noSuchVerb', {})
      wire.send(encodeFrame('SEND', { destination: 'jms.topic.vdsm_requests', 'reply-to': 'mine\\and:more' }, body))
      const answer = await wire.next()
      expect(answer.headers.get('destination')).toBe('mine\\and:more')
      expect(answer.headers.get('subscription')).toBe('with:colon')
      expect(JSON.parse(answer.text)).toMatchObject({ jsonrpc: '2.0', id, error: { code: -32_601 } })
      wire.send(encodeFrame('SUBSCRIBE', { id: 'with:colon', destination: 'again' }))
      expect(await wire.next()).toMatchObject({ command: 'ERROR' })
      wire.close()
    })
  })
})

/** One connection, frame by frame. */
async function openWire(port: number) {
  const socket: TLSSocket = connectTls({ host: 'localhost', port, ca: ours.ca, cert: ours.certificate, key: ours.key })
  const read = createFrameReader()
  const frames: StompFrame[] = []
  socket.on('data', (bytes: Buffer) => frames.push(...read(bytes)))
  return {
    send: (bytes: Uint8Array) => socket.write(bytes),
    async next() {
      await expect.poll(() => frames.length, { timeout: 10_000 }).toBeGreaterThan(0)
      const frame = frames.shift() ?? expect.fail('no frame')
      return { ...frame, text: new TextDecoder().decode(frame.body) }
    },
    close: () => socket.destroy(),
  }
}
