/**
 * Every row of what the original daemon did with plugins, on our endpoint in both modes, with real Python plugins. With
 * OVIRT_SCHEDULER_PROXY_DIR (or `npm test -- --peer DIR`), the source of ovirt-scheduler-proxy, on that daemon as well.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeReply } from '../../server/protocol/xmlrpc/decode-reply.ts'
import { encodeCall } from '../../server/protocol/xmlrpc/encode-call.ts'
import { XmlRpcFault } from '../../server/protocol/xmlrpc/xml-rpc-error.ts'
import type { XmlRpcValue } from '../../server/protocol/xmlrpc/xml-rpc-value.ts'
import { type OriginalDaemon, startOriginalDaemon } from '../fakes/original-daemon.ts'
import { type PluginEndpoint, startPluginEndpoint } from '../fakes/start-plugin-endpoint.ts'
import { H1, H2, originalPlugins, VM } from './original-plugins.ts'
import { type Answer, balanceRows, filterRows, type Row, scoreRows } from './original-rows.ts'

const sourceDir = process.env.OVIRT_SCHEDULER_PROXY_DIR
const rows: readonly Row[] = [...filterRows, ...scoreRows, ...balanceRows]

/** As the rows put it: hosts of a filter in one order, since the original's sets have none; without what engines ignore. */
async function ask(port: number, method: string, params: XmlRpcValue[]): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: encodeCall(method, params) })
  expect(response.status).toBe(200)
  try {
    const { reasons: _, because: __, ...reply } = Object(decodeReply(await response.text()))
    if (method === 'runFilters') reply.result = reply.result.toSorted()
    return { reply }
  } catch (error) {
    if (error instanceof XmlRpcFault) return { fault: error.message }
    throw error
  }
}

for (const mode of ['strict', 'mended'] as const) {
  describe(`our endpoint, ${mode}`, () => {
    let endpoint: PluginEndpoint
    beforeAll(async () => {
      const settings = { 'units.compatibility': mode, 'units.pythonTimeout': 2, 'units.quarantineAfter': 1000 }
      endpoint = await startPluginEndpoint({ 'rows.py': originalPlugins }, {}, settings)
    })
    afterAll(() => endpoint.close())

    for (const { why, method, params, original, mended = original } of rows) {
      it(`${why}: ${method}`, async () => {
        expect(await ask(endpoint.port, method, params)).toEqual(mode === 'strict' ? original : mended)
      })
    }

    it('takes 3,000 hosts, which the original could not hand over on a command line', async () => {
      const hosts = Array.from({ length: 3_000 }, (_, n) => `11111111-1111-1111-1111-${String(n).padStart(12, '0')}`)
      expect(await ask(endpoint.port, 'runFilters', [['good'], hosts, VM, {}])).toEqual({
        reply: { result_code: 0, result: hosts },
      })
    })

    it('hands on properties as they were sent', async () => {
      const call = (properties: XmlRpcValue) =>
        ask(endpoint.port, 'runCostFunctions', [[['echo', 1]], [H1], VM, properties])
      const entry = mode === 'strict' ? [H1, 2] : [H1, 2, 'echo']
      expect(await call({ one: '1', two: '2' })).toEqual({ reply: { result_code: 0, result: [entry] } })
    })
  })
}

const title = sourceDir ?? 'skipped: OVIRT_SCHEDULER_PROXY_DIR names no source of ovirt-scheduler-proxy'
describe.skipIf(sourceDir === undefined)(`the original daemon (${title})`, () => {
  let directory: string
  let daemon: OriginalDaemon
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'original-daemon-'))
    await writeFile(join(directory, 'rows.py'), originalPlugins)
    daemon = await startOriginalDaemon(sourceDir ?? '', directory)
  }, 40_000)
  afterAll(async () => {
    await daemon.stop()
    await rm(directory, { recursive: true })
  })

  for (const { why, method, params, original, slow } of rows) {
    it.skipIf(slow)(`${why}: ${method}`, async () => {
      expect(await ask(daemon.port, method, params)).toEqual(original)
    })
  }

  it('discovers the same units as ours under strict compatibility', async () => {
    const endpoint = await startPluginEndpoint({ 'rows.py': originalPlugins }, {}, { 'units.compatibility': 'strict' })
    try {
      expect(await ask(endpoint.port, 'discover', [])).toEqual(await ask(daemon.port, 'discover', []))
    } finally {
      await endpoint.close()
    }
  })

  it('faults alike where a call makes no sense', async () => {
    const endpoint = await startPluginEndpoint({ 'rows.py': originalPlugins }, {}, { 'units.compatibility': 'strict' })
    try {
      const unknown = ['noSuchMethod', [H1, H2]] as const
      expect(await ask(endpoint.port, unknown[0], [...unknown[1]])).toEqual(
        await ask(daemon.port, unknown[0], [...unknown[1]]),
      )
    } finally {
      await endpoint.close()
    }
  })
})
