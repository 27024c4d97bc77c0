/** Reads snapshots as the service does, alone in its process, so that the peak of memory is the reader's. Arguments: origin, reads. */
import { createEngineHttp } from '../../server/engine/engine-http.ts'
import { readSnapshot } from '../../server/engine/read-snapshot.ts'

const [origin, reads = '1'] = process.argv.slice(2)
const silent = () => undefined
const http = createEngineHttp({
  baseUrl: `${origin}/ovirt-engine`,
  username: 'admin@internal',
  password: 'admin',
  requestTimeoutMs: 60_000,
  maxConcurrent: 4,
  log: { debug: silent, info: silent },
})
const startRssMiB = process.memoryUsage().rss / 1_048_576
for (let read = 1; read <= Number(reads); read += 1) {
  const { durationMs, requests, hosts, vms } = await readSnapshot(http, new AbortController().signal, Date.now)
  const peakRssMiB = process.resourceUsage().maxRSS / 1024
  const counts = { hosts: hosts.length, vms: vms.length }
  console.log(JSON.stringify({ read, seconds: durationMs / 1000, requests, ...counts, startRssMiB, peakRssMiB }))
}
await http.close()
