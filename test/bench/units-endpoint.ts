/** Our XML-RPC endpoint with the plugins of a directory, in a process of its own. Arguments: directory, hosts, callers. */
import { startSiteUnits } from '../../server/cli/start-site-units.ts'
import { loadConfig } from '../../server/config/load-config.ts'
import { createRuntime } from '../../server/runtime/create-runtime.ts'
import { createLog } from '../../server/telemetry/logger.ts'
import { createEndpoint } from '../../server/xmlrpc/create-endpoint.ts'
import { listenXmlRpc } from '../../server/xmlrpc/listen-xml-rpc.ts'
import { aSnapshotSource } from '../fakes/services.ts'
import { benchSnapshotOf } from './units-question.ts'

const [, , directory = '.', hosts = '2'] = process.argv
const { config } = loadConfig({ environment: {}, flags: { 'units.directory': directory, 'legacy.directory': '' } })
// The fake remembers every line: a million calls would measure it, not the service.
const log = createLog({ level: 'silent', pretty: false })
const { siteUnits, sandbox, close } = await startSiteUnits(config, log)
const snapshot = { ...benchSnapshotOf(Number(hosts)), takenAtMs: Date.now() + 3_600_000 }
siteUnits.show(snapshot)
const endpoint = createEndpoint({
  runtime: createRuntime({ units: [], siteUnits: siteUnits.units, elapsedMs: () => performance.now() }),
  snapshots: aSnapshotSource({ snapshot }),
  log,
  now: Date.now,
})
const { port } = await listenXmlRpc(endpoint.app, { port: 0, addresses: ['127.0.0.1'], log })
console.log(JSON.stringify({ port, level: sandbox.level, units: siteUnits.units().map(({ unit }) => unit.id) }))

// Each line asks how much memory this process holds now.
process.stdin
  .setEncoding('utf8')
  .on('data', () => console.log(JSON.stringify({ rssMiB: process.memoryUsage.rss() / 1_048_576 })))
process.stdin.once('end', async () => {
  await close()
  process.exit(0)
})
