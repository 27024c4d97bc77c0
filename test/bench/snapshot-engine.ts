/** A simulated engine as a process of its own: prints its origin, ends when its input does. Argument: the scenario. */
import type { AddressInfo } from 'node:net'
import { simulatorApp } from '../../server/simulator/rest/app.ts'
import { createWorld } from '../../server/simulator/world/create-world.ts'

const MEASURED_MS = 30_000

const world = createWorld({ scenario: process.argv[2] ?? 'big', seed: 1, startMs: Date.UTC(2026, 7, 19, 12) })
// Hosts have figures only after the engine polled them.
world.advance(MEASURED_MS)
const server = simulatorApp(world).listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
process.stdin.resume().on('end', () => {
  server.closeAllConnections()
  server.close()
})
