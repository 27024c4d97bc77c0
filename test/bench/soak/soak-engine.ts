/**
 * The simulated engine of a soak in a process of its own, with the oracle in it. Prints its origin; each line of input is answered
 * with what has happened by then, and its end ends the process. Argument: the options as JSON.
 */
import type { AddressInfo } from 'node:net'
import { createRandom } from '../../../server/planner/search/random.ts'
import { simulatorApp } from '../../../server/simulator/rest/app.ts'
import { createWorld } from '../../../server/simulator/world/create-world.ts'
import { addRules } from './add-rules.ts'
import { bringTrouble } from './bring-trouble.ts'
import { createOracle } from './create-oracle.ts'
import type { SoakEngineOptions, SoakReport } from './soak-engine-process.ts'

const TICK_MS = 20

const options = JSON.parse(process.argv[2] ?? '{}') as SoakEngineOptions
const { scenario, hosts, vms, seed, speed, realMs, simulatedMs, troubleMinutes, excludeTag, rules } = options
const world = createWorld({ scenario, seed, startMs: simulatedMs, ...(hosts && { hosts }), ...(vms && { vms }) })
const excludedVmIds = addRules(world, excludeTag)
const oracle = createOracle(world, { ...rules, excludedVmIds })
const server = simulatorApp(oracle.watched).listen(0, '127.0.0.1', () => {
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const fault = (body: object) => {
    const headers = { 'Content-Type': 'application/json' }
    void fetch(`${origin}/sim/v1/faults`, { method: 'POST', headers, body: JSON.stringify(body) })
  }
  const trouble = bringTrouble(world, { random: createRandom(seed), everyMinutes: troubleMinutes, speed, fault })
  setInterval(() => {
    const dueMs = simulatedMs + (performance.timeOrigin + performance.now() - realMs) * speed
    world.advance(Math.max(0, Math.round(dueMs - world.now())))
    trouble.onTick()
  }, TICK_MS)
  process.stdin.on('data', () => {
    const report: SoakReport = {
      simulatedMs: world.now(),
      violations: oracle.violations,
      begun: oracle.begun,
      refusals: Object.fromEntries(oracle.refusals),
      troubles: Object.fromEntries(trouble.counts),
      outcomes: Object.fromEntries(
        world.state.events.flatMap(({ correlationId, code }) =>
          correlationId?.startsWith('ovs-') && (code === 63 || code === 120 || code === 161 || code === 65)
            ? [[correlationId, code === 63 ? 'done' : 'failed']]
            : [],
        ),
      ),
      moving: [...world.state.vms.values()].flatMap(({ migration }) => migration?.correlationId ?? []),
    }
    console.log(JSON.stringify(report))
  })
  console.log(JSON.stringify({ origin }))
})
process.stdin.on('end', () => process.exit(0))
