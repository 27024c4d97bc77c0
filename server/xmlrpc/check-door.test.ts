import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { aLog } from '../../test/fakes/log.ts'
import { pem } from '../../test/fakes/pem.ts'
import { tlsOf } from '../../test/fakes/xml-rpc-door.ts'
import { encodeReply } from '../protocol/xmlrpc/encode-reply.ts'
import { checkDoor, type Door, type DoorFinding } from './check-door.ts'
import { type Listening, type ListenOptions, listenXmlRpc } from './listen-xml-rpc.ts'

const asking = (name: string) => ({ ...tlsOf(name), clientCa: pem('callers-ca') })

const ours: RequestListener = (_req, res) => res.end(encodeReply(['discover', 'runFilters', 'runLoadBalancing']))
const others: Record<string, RequestListener> = {
  'another program': (_req, res) => res.end('<html>Welcome</html>'),
  'another XML-RPC server': (_req, res) => res.end(encodeReply(['version'])),
  'a program that wants a password': (_req, res) => res.writeHead(401).end(),
}

const open: Listening[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

type Case = Readonly<{
  why: string
  app?: RequestListener
  /** How the service runs, and how it is configured by now. */
  runs?: Partial<ListenOptions>
  configured?: Partial<Door>
  state: DoorFinding['state']
  says: RegExp
}>

const cases: Case[] = [
  { why: 'plain HTTP', state: 'ok', says: /XML-RPC answers at http:\/\/127\.0\.0\.1:\d+\/$/ },
  {
    why: 'TLS with a certificate for another name',
    runs: { tls: tlsOf('elsewhere') },
    configured: { tls: tlsOf('elsewhere') },
    state: 'ok',
    says: /XML-RPC answers at https:/,
  },
  {
    why: 'TLS with a chain',
    runs: { tls: tlsOf('chained') },
    configured: { tls: tlsOf('chained') },
    state: 'ok',
    says: /XML-RPC answers at https:/,
  },
  {
    why: 'TLS with a certificate that signed itself',
    runs: { tls: tlsOf('lone') },
    configured: { tls: tlsOf('lone') },
    state: 'ok',
    says: /XML-RPC answers at https:/,
  },
  {
    why: 'an expired certificate',
    runs: { tls: tlsOf('expired') },
    configured: { tls: tlsOf('expired') },
    state: 'failed',
    says: /shows a certificate that has expired → Renew xmlrpc\.tlsCertificate/,
  },
  {
    why: 'another certificate of the same authority',
    runs: { tls: tlsOf('elsewhere') },
    configured: { tls: tlsOf('engine') },
    state: 'failed',
    says: /shows another certificate than that in xmlrpc\.tlsCertificate → Restart/,
  },
  {
    why: 'a certificate that was exchanged for one of the same chain',
    runs: { tls: tlsOf('engine') },
    configured: { tls: { ...tlsOf('engine'), certificate: pem('expired') + pem('engine') } },
    state: 'failed',
    says: /shows another certificate/,
  },
  {
    why: 'TLS that demands a certificate of callers',
    runs: { tls: asking('engine') },
    configured: { tls: asking('engine') },
    state: 'ok',
    says: /listens at https:.* and demands a certificate of its caller; no call was made$/,
  },
  {
    why: 'TLS that demands none though it should',
    runs: { tls: tlsOf('engine') },
    configured: { tls: asking('engine') },
    state: 'warning',
    says: /answers without a certificate of the caller, although xmlrpc\.clientCa is set → Restart/,
  },
  {
    why: 'TLS that demands certificates though it should not',
    runs: { tls: asking('engine') },
    configured: { tls: tlsOf('engine') },
    state: 'failed',
    says: /→ Restart the service/,
  },
  {
    why: 'plain HTTP where TLS is configured',
    configured: { tls: tlsOf('engine') },
    state: 'failed',
    says: /speaks plain HTTP, although xmlrpc\.tlsCertificate is set → Restart/,
  },
  {
    why: 'TLS where plain HTTP is configured',
    runs: { tls: tlsOf('engine') },
    state: 'failed',
    says: /hangs up; it may expect TLS, or another certificate → Restart/,
  },
  {
    why: 'a list of callers that leaves this machine out',
    runs: { allowFrom: ['192.0.2.1'] },
    configured: { allowFrom: ['192.0.2.1'] },
    state: 'ok',
    says: /listens at http:.* and lets only xmlrpc\.allowFrom call, which this address is not in$/,
  },
  {
    why: 'such a list on every address, and TLS',
    runs: { allowFrom: ['192.0.2.1'], tls: tlsOf('engine'), addresses: ['0.0.0.0'] },
    configured: { allowFrom: ['192.0.2.1'], tls: tlsOf('engine'), address: '0.0.0.0' },
    state: 'ok',
    says: /lets only xmlrpc\.allowFrom call/,
  },
  {
    why: 'a list that admits this machine by now, but did not at the start',
    runs: { allowFrom: ['192.0.2.1'] },
    configured: { allowFrom: ['127.0.0.1'] },
    state: 'failed',
    says: /hangs up.*→ Restart/,
  },
  ...Object.entries(others).map(([why, app]) => ({
    why,
    app,
    state: 'failed' as const,
    says: /answers, but not as this service does → Another program may hold the port/,
  })),
]

const asText = ({ what, fix }: DoorFinding) => (fix === undefined ? what : `${what} → ${fix}`)

describe('checkDoor', () => {
  for (const { why, app = ours, runs, configured, state, says } of cases) {
    it(`finds ${why}`, async () => {
      const listening = await listenXmlRpc(app, {
        port: 0,
        addresses: ['127.0.0.1'],
        closeGraceMs: 50,
        log: aLog().log,
        ...runs,
      })
      open.push(listening)
      const finding = await checkDoor({ address: '127.0.0.1', port: listening.port, ...configured })
      expect(asText(finding)).toMatch(says)
      expect(finding.state).toBe(state)
    })
  }

  it('finds nothing', async () => {
    const listening = await listenXmlRpc(ours, { port: 0, addresses: ['127.0.0.1'], log: aLog().log })
    await listening.close()
    for (const tls of [undefined, tlsOf('engine')]) {
      const finding = await checkDoor({ address: '127.0.0.1', port: listening.port, tls })
      expect(asText(finding)).toMatch(/: nothing listens there → Start the service/)
    }
  })
})
