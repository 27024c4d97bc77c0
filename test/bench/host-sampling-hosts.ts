/**
 * Hosts to be sampled: `node host-sampling-hosts.ts SOCKET`. Each connection is one host with 25 VMs; a line with a request is
 * answered with a line of JSON, as large as what vdsm or libvirt tell. Prints a line when it listens; ends with its stdin.
 */
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { aGuestReading, aHostReading } from '../fakes/host-readings.ts'

const VMS_PER_HOST = 25
const CPUS = 64

const [socket = ''] = process.argv.slice(2)
const cpus = aHostReading().cpus.slice(0, 1)
let connections = 0

const server = createServer(client => {
  const host = connections++
  client.on('error', () => client.destroy())
  createInterface(client).on('line', line => {
    const { id, asked } = JSON.parse(line) as { id: number; asked: 'host' | 'guests' }
    client.write(`${JSON.stringify({ id, answer: asked === 'host' ? hostAnswer() : guestsAnswer(host) })}\n`)
  })
})

const hostAnswer = () =>
  aHostReading({
    takenAtMs: Date.now(),
    cpus: Array.from({ length: CPUS }, (_, id) => ({ ...cpus[0], id, nodeId: id % 2, coreId: id >> 1 })),
  })

const guestsAnswer = (host: number) =>
  Array.from({ length: VMS_PER_HOST }, (_, vm) =>
    aGuestReading({
      id: `00000000-0000-4000-8000-${String(host * VMS_PER_HOST + vm).padStart(12, '0')}`,
      name: `vm-${host}-${vm}`,
      cpuTimeNs: Date.now() * 1000 + vm,
      cpuPercent: (Date.now() / 100 + vm) % 200,
    }),
  )

server.listen(socket, () => console.log('listening'))
process.stdin.resume().on('end', () => process.exit(0))
