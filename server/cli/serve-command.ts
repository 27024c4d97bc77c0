import { Command } from 'commander'
import { enginesPath } from '../../shared/api/engines.ts'
import { apiBase } from '../../shared/api/paths.ts'
import type { EngineConfig } from '../config/engine-parts.ts'
import { createLog } from '../telemetry/logger.ts'
import { listen } from './listen.ts'
import { toggleDebug } from './operating/toggle-debug.ts'
import type { Finish } from './outcome.ts'
import { addServiceOptions, configsOf, environmentHelp } from './setting-options.ts'
import { startServices } from './start-services.ts'
import { endAtTheLatest, untilStopped } from './until-stopped.ts'
import { nodeWarning, versionText } from './version-info.ts'

export function serveCommand(_finish: Finish): Command {
  const command = new Command('serve')
    .description('Run the service for a real engine, or for several: REST API for the portal, XML-RPC for the engine.')
    .addHelpText(
      'after',
      `\nThe signal SIGUSR2 has it log at debug for an hour; a second one puts that back. See log-level.${environmentHelp}`,
    )
  return addServiceOptions(command).action(async () => {
    const loaded = configsOf(command)
    const { config, engines } = loaded
    const logging = { level: config['log.level'], pretty: config['log.pretty'] || process.stderr.isTTY }
    const log = createLog(logging)
    const warning = nodeWarning()
    if (warning !== undefined) log.warn({ node: process.versions.node }, warning)

    // Whoever stops it while it starts wants it stopped in order too.
    const stopped = untilStopped()
    const service = await startServices(loaded, log, engine => createLog({ ...logging, engine }))
    const onSignal = () => {
      for (const logLevel of service.logLevels) void toggleDebug(logLevel, log)
    }
    process.on('SIGUSR2', onSignal)
    try {
      const rest = await listen(service.rest, config['rest.address'], config['rest.port'])
      const { port, addresses } = service.xmlrpc
      log.info(
        {
          version: versionText,
          ...(engines === undefined
            ? { engine: config['engine.url'], rest: `${rest.url}${apiBase}` }
            : { engines: engines.map(engineText), rest: `${rest.url}${enginesPath}` }),
          xmlrpc: { port, addresses },
        },
        'ovirt-scheduler is ready.',
      )
      const signal = await stopped
      process.removeListener('SIGUSR2', onSignal)
      log.info({ signal }, 'Stopping.')
      endAtTheLatest(() => log.error({}, 'Stopping took too long; the process ends as it is.'))
      service.beginClosing()
      await rest.close()
    } finally {
      await service.close()
    }
  })
}

const engineText = ({ engineName, config }: EngineConfig) => `${engineName} ${config['engine.url']}`
