import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accept, type PolicyUnit } from '../../shared/policy/unit.ts'
import { aHost, aSnapshot, aVm } from '../../test/fakes/builders.ts'
import { startEndpoint, type TestEndpoint } from '../../test/fakes/start-endpoint.ts'
import { encodeCall } from '../protocol/xmlrpc/encode-call.ts'
import type { Log } from '../telemetry/log.ts'
import { currentTrace } from '../telemetry/trace.ts'
import { parseTraceparent } from '../telemetry/traceparent.ts'

const H1 = '11111111-1111-1111-1111-111111111111'
const VM = '33333333-3333-3333-3333-333333333333'
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const snapshot = aSnapshot({ hosts: [aHost({ id: H1 })], vms: [aVm({ id: VM, hostId: H1 })] })

describe('a call of XML-RPC', () => {
  const asked: (string | undefined)[] = []
  const logged: (string | undefined)[] = []
  let endpoint: TestEndpoint
  beforeAll(async () => {
    const unit: PolicyUnit = {
      id: 'on',
      description: 'D',
      parameters: {},
      filter() {
        asked.push(currentTrace()?.traceId)
        return accept
      },
    }
    const note = () => logged.push(currentTrace()?.traceId)
    const log: Log = { debug: note, info: note, warn: note, error: note }
    endpoint = await startEndpoint([unit], { snapshot }, { log })
  })
  afterAll(() => endpoint.close())

  it.each([
    { why: 'the one that the caller names', traceparent: `00-${traceId}-00f067aa0ba902b7-01`, isTaken: true },
    { why: 'one of its own for a caller that names none', traceparent: undefined, isTaken: false },
    { why: 'one of its own where what is named is none', traceparent: `00-${traceId}-00`, isTaken: false },
  ])('has a trace: $why', async ({ traceparent, isTaken }) => {
    asked.length = logged.length = 0
    const call = encodeCall('runFilters', [['on'], [H1], VM, {}])
    const reply = await endpoint.post(call, traceparent === undefined ? {} : { traceparent })
    const answered = parseTraceparent(reply.headers.get('traceparent') ?? '')?.traceId
    expect(answered).toMatch(/^[0-9a-f]{32}$/)
    expect(answered === traceId).toBe(isTaken)
    expect([asked, logged]).toEqual([[answered], [answered]])
  })
})
