import { Argument, Command } from 'commander'
import { type LogLevel, type LogLevelState, logLevels, type SetLogLevel } from '../../../shared/api/operating.ts'
import { apiPaths } from '../../../shared/api/paths.ts'
import { wholeNumber } from '../argument-parsers.ts'
import type { Finish } from '../outcome.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import { serviceSettings, withService } from '../units/ask-service.ts'

const WEEK_MINUTES = 10_080

export function logLevelCommand(_finish: Finish): Command {
  const command = new Command('log-level')
    .description('Show how much the running service logs, or change it for a while without a restart.')
    .addArgument(new Argument('[level]', 'what to log from now on; without it nothing is changed').choices(logLevels))
    .option('--minutes <number>', 'then back as configured; 0: until the restart', wholeNumber(0, WEEK_MINUTES), 60)
    .addHelpText(
      'after',
      `
It is done as the engine user of the configuration, who needs edit_cluster_configuration in the whole system, and stands
in the history. While the engine does not answer, send the service the signal SIGUSR2 instead: it logs at debug for an hour,
and as configured again after a second one. Also PUT ${apiPaths.logLevel} of the REST API.
${environmentHelp}`,
    )
  type Options = Readonly<{ minutes: number }>
  return addSettingOptions(command, serviceSettings).action(
    async (level: LogLevel | undefined, { minutes }: Options) => {
      const loaded = configOf(command)
      const state = await withService(loaded, ask => {
        if (level === undefined) return ask<LogLevelState>('GET', apiPaths.logLevel)
        return ask<LogLevelState>('PUT', apiPaths.logLevel, { level, minutes } satisfies SetLogLevel)
      })
      console.log(logLevelText(state))
    },
  )
}

/** One sentence: what is logged, until when, and by whose wish. */
export function logLevelText({ level, configured, untilMs, by }: LogLevelState): string {
  if (by === undefined) return `The log level is ${level}, as configured.`
  const until = untilMs === undefined ? 'the service is restarted' : new Date(untilMs).toISOString()
  return `The log level is ${level} until ${until}, set by ${by.name}; then ${configured}, as configured.`
}
