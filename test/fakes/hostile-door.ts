/** An XML-RPC door for bad, broken and hostile input, and what such input is answered with. */
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { decodeReply } from '../../server/protocol/xmlrpc/decode-reply.ts'
import { encodeCall } from '../../server/protocol/xmlrpc/encode-call.ts'
import { XmlRpcFault } from '../../server/protocol/xmlrpc/xml-rpc-error.ts'
import { accept, type PolicyUnit } from '../../shared/policy/unit.ts'
import { H1, VM } from './asked-units.ts'
import { aHost, aSnapshot, aVm } from './builders.ts'
import { startEndpoint, type TestEndpoint } from './start-endpoint.ts'

/** The only unit behind the door. */
export const pass: PolicyUnit = {
  id: 'pass',
  description: 'Lets every host through',
  parameters: {},
  filter: () => accept,
}

/** What the door has read: the host H1 with a VM. */
export const oneHost = aSnapshot({ hosts: [aHost({ id: H1 })], vms: [aVm({ id: VM, hostId: H1 })] })

/** The door, open while the tests of a file run, and checked to be so after each. To be asked for at the top of the file. */
export function hostileDoor(): () => TestEndpoint {
  let endpoint: TestEndpoint
  beforeAll(async () => {
    endpoint = await startEndpoint([pass], { snapshot: oneHost })
  })
  afterAll(() => endpoint.close())
  afterEach(async () => {
    expect(await endpoint.call('runFilters', ['pass'], [H1], VM, {})).toEqual({ result_code: 0, result: [H1] })
  })
  return () => endpoint
}

/** The fault that a response must hold. */
export async function faultOf(response: Response): Promise<XmlRpcFault> {
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/xml')
  const text = await response.text()
  try {
    decodeReply(text)
  } catch (error) {
    if (error instanceof XmlRpcFault) return error
    throw error
  }
  throw new Error(`no fault: ${text}`)
}

/** A good call: the filter `pass` for a VM. */
export const filterCall = (hosts = [H1]): string => encodeCall('runFilters', [['pass'], hosts, VM, {}])
