import { Command } from 'commander'
import { describeConfig, sampleConfig } from '../config/describe-config.ts'
import type { Finish } from './outcome.ts'
import { addSettingOptions, configOf, configsOf, environmentHelp } from './setting-options.ts'

export function configCommand(_finish: Finish): Command {
  const command = new Command('config')
    .description('Print the effective configuration and where each value comes from; secrets are masked.')
    .option('--sample', 'print a commented configuration file instead')
    .addHelpText('after', environmentHelp)
  return addSettingOptions(command).action(({ sample, engineName }: { sample?: boolean; engineName?: string }) => {
    console.log(
      sample ? sampleConfig() : describeConfig(engineName === undefined ? configsOf(command) : configOf(command)),
    )
  })
}
