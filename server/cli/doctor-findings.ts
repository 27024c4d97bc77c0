import type { Snapshot } from '../../shared/model/snapshot.ts'
import { ConfigError } from '../config/config-error.ts'
import { enginePath } from '../config/engine-parts.ts'
import { readXmlRpcTls } from '../config/read-xml-rpc-tls.ts'
import type { Config } from '../config/settings.ts'
import { clustersByUnit } from '../model/clusters-by-unit.ts'
import type { Sandbox } from '../runtime/sandbox/create-sandbox.ts'
import type { LoadedScheduler } from '../runtime/schedulers/loaded-scheduler.ts'
import type { Log } from '../telemetry/log.ts'
import { createLog } from '../telemetry/logger.ts'
import { builtInUnits } from '../units/built-in-units.ts'
import { checkDoor } from '../xmlrpc/check-door.ts'
import { connectEngine } from './connect-engine.ts'
import { permissionFindings } from './doctor-permissions.ts'
import { portalFindings } from './doctor-portal.ts'
import { schedulerFindings } from './doctor-schedulers.ts'
import { serviceFindings } from './doctor-service.ts'
import { hostFindings } from './hosts/doctor-hosts.ts'
import { startSiteUnits } from './start-site-units.ts'
import type { OneEngine } from './units/ask-service.ts'
import { nodeWarning } from './version-info.ts'

/** One link of the chain, and when it is broken, what mends it. */
export type Finding = Readonly<{ state: 'ok' | 'warning' | 'failed'; what: string; fix?: string }>

const ENGINE_DEADLINE_MS = 60_000

/** Every check in the order in which one depends on the other; each is told as soon as it is known. */
export async function* findings({ config, engineName }: OneEngine, log: Log): AsyncGenerator<Finding> {
  yield nodeFinding()
  const { units, schedulers, plugins } = await siteFindings(config)
  yield* plugins
  const engine = connectEngine(config, log)
  try {
    const snapshot = await engine.readSnapshot(AbortSignal.timeout(ENGINE_DEADLINE_MS))
    yield ok(
      `engine ${snapshot.engineVersion} at ${config['engine.url']}: ${snapshot.clusters.length} clusters, ` +
        `${snapshot.hosts.length} hosts and ${snapshot.vms.length} VMs read in ${snapshot.durationMs} ms`,
    )
    yield clockFinding(snapshot)
    yield* permissionFindings(snapshot, await engine.ownGrants(AbortSignal.timeout(ENGINE_DEADLINE_MS)), config)
    yield* unitFindings(snapshot, units)
    yield* schedulerFindings(snapshot, schedulers, config)
    yield* hostFindings(snapshot, config)
  } catch (error) {
    yield failed(`engine at ${config['engine.url']}`, (error as Error).message)
  } finally {
    await engine.close()
  }
  const path = enginePath(engineName)
  yield* xmlrpcFindings(config, path)
  yield* serviceFindings(config, path)
  yield* portalFindings(config, undefined, path)
}

const ok = (what: string): Finding => ({ state: 'ok', what })
const failed = (what: string, fix: string): Finding => ({ state: 'failed', what, fix })

function nodeFinding(): Finding {
  const warning = nodeWarning()
  return warning === undefined
    ? ok(`Node ${process.versions.node}`)
    : { state: 'warning', what: `Node ${process.versions.node}`, fix: warning }
}

const CLOCK_TOLERANCE_MS = 5_000

function clockFinding({ clockSkewMs }: Snapshot): Finding {
  const seconds = (Math.abs(clockSkewMs) / 1000).toFixed(1)
  if (Math.abs(clockSkewMs) <= CLOCK_TOLERANCE_MS) return ok(`clocks agree within ${seconds} s`)
  const what = `the engine's clock is ${seconds} s ${clockSkewMs > 0 ? 'ahead of' : 'behind'} this machine's`
  return { state: 'warning', what, fix: 'Let both take their time from the same NTP servers.' }
}

type Site = Readonly<{ units: readonly string[]; schedulers: readonly LoadedScheduler[]; plugins: readonly Finding[] }>

/** Every plugin as the service would load it, and the units and schedulers there are then. */
async function siteFindings(config: Config): Promise<Site> {
  const builtIns = builtInUnits.map(({ id }) => id)
  try {
    const { siteUnits, sandbox, close } = await startSiteUnits(config, createLog({ level: 'silent', pretty: false }))
    try {
      const plugins = siteUnits.plugins().map(({ path, unitIds, schedulerIds, problems }): Finding => {
        if (problems.length === 0) return ok(`plugin ${path}: ${[...unitIds, ...schedulerIds].join(', ')}`)
        return failed(`plugin ${path} cannot be loaded`, problems.join('; '))
      })
      const ids = siteUnits.units().map(({ unit }) => unit.id)
      const units = [...new Set([...builtIns, ...ids])]
      return { units, schedulers: siteUnits.schedulers(), plugins: [sandboxFinding(sandbox), ...plugins] }
    } finally {
      await close()
    }
  } catch (error) {
    return { units: builtIns, schedulers: [], plugins: [failed('plugins', (error as Error).message)] }
  }
}

const sandboxFinding = ({ level, wrapper, shortfall }: Sandbox): Finding =>
  shortfall === undefined
    ? ok(`plugins are kept in by the kernel (${wrapper})`)
    : { state: 'warning', what: `plugins are kept in by the ${level} only`, fix: shortfall }

/** The engine discovers units only when it starts, so that a missing one means: switch the hook on, restart. */
function* unitFindings(snapshot: Snapshot, ours: readonly string[]): Generator<Finding> {
  const { units } = snapshot
  const using = clustersByUnit(snapshot)
  for (const id of ours) {
    const seen = units.filter(unit => unit.name === id && !unit.internal)
    if (!seen.some(unit => unit.enabled)) {
      const what =
        seen.length > 0 ? `the engine has disabled the unit ${id}` : `the engine has not discovered the unit ${id}`
      const fix =
        'On the engine host: engine-config -s ExternalSchedulerEnabled=true; systemctl restart ovirt-engine, while this service runs and the unit is enabled (`units list`).'
      yield { state: 'warning', what, fix }
      continue
    }
    const names = (using.get(id) ?? []).map(({ name }) => name)
    yield ok(`the engine knows the unit ${id}; clusters that use it: ${names.join(', ') || 'none'}`)
  }
  for (const [name, clusters] of using) {
    if (ours.includes(name)) continue
    const names = clusters.map(cluster => cluster.name).join(', ')
    const fix = 'Put its plugin back, or give these clusters another scheduling policy; until then the engine skips it.'
    yield { state: 'warning', what: `the policy of ${names} uses the unit ${name}, which is not here`, fix }
  }
}

async function* xmlrpcFindings(config: Config, path: string): AsyncGenerator<Finding> {
  try {
    const tls = readXmlRpcTls(config)
    for (const address of config['xmlrpc.addresses']) {
      const [port, allowFrom] = [config['xmlrpc.port'], config['xmlrpc.allowFrom']]
      yield await checkDoor({ address, port, path: `${path}/`, tls, allowFrom })
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const problem of error.problems) yield failed('XML-RPC over TLS', problem)
  }
}
