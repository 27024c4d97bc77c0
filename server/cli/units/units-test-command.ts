import { existsSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { Command } from 'commander'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import { CliFailure, type Finish } from '../outcome.ts'
import { addSettingOptions, configOf } from '../setting-options.ts'
import { loadOnTrial, type PluginOnTrial } from './load-on-trial.ts'
import { pluginSettings } from './plugin-settings.ts'
import { readSnapshotFile } from './read-snapshot-file.ts'
import { runTestCase } from './run-test-case.ts'
import { askAll, shownAsText } from './show-unit.ts'
import { parseTestCases } from './test-cases.ts'

export function unitsTestCommand(finish: Finish): Command {
  const command = new Command('test')
    .description(
      'Load a plugin in the sandbox and try it on a snapshot: its cases when there are some, else every function.',
    )
    .argument('<file>', 'the plugin')
    .option('--snapshot <file>', 'snapshot to try it on; without it NAME.snapshot.json beside the plugin')
    .option('--cases <file>', 'cases to try; without it NAME.test.yaml beside the plugin')
    .addHelpText('after', '\n"units snapshot" writes a snapshot of your engine. Exit code 1 when a case fails.')
  return addSettingOptions(command, pluginSettings).action(
    async (file: string, { snapshot: given, cases }: { snapshot?: string; cases?: string }) => {
      const snapshotFile = given ?? beside(file, '.snapshot.json')
      if (given === undefined && !existsSync(snapshotFile)) {
        throw new CliFailure(`there is no ${snapshotFile}; name a snapshot with --snapshot FILE`)
      }
      const snapshot = readSnapshotFile(snapshotFile)
      const casesFile = cases ?? beside(file, '.test.yaml')
      const trial = await loadOnTrial(file, configOf(command).config)
      try {
        trial.plugin.show(snapshot)
        const unitIds = trial.plugin.units.map(({ unit }) => unit.id)
        console.log(`${file}: ${unitIds.join(', ')} (isolated: ${trial.level})`)
        for (const { unit, warnings = [] } of trial.plugin.units) {
          for (const warning of warnings) console.log(`  ! ${unit.id}: ${warning}`)
        }
        if (cases === undefined && !existsSync(casesFile)) {
          await showAll(trial, snapshot)
          return
        }
        if (!(await passes(casesFile, unitIds, trial, snapshot))) finish(1)
      } finally {
        await trial.close()
      }
    },
  )
}

const beside = (file: string, ending: string): string => `${file.slice(0, file.length - extname(file).length)}${ending}`

async function passes(
  casesFile: string,
  unitIds: readonly string[],
  { runtime }: PluginOnTrial,
  snapshot: Snapshot,
): Promise<boolean> {
  const counts = { passed: 0, failed: 0 }
  for (const test of parseTestCases(readFileSync(casesFile, 'utf8'), casesFile)) {
    const problem = await runTestCase(test, unitIds, runtime, snapshot)
    counts[problem === undefined ? 'passed' : 'failed'] += 1
    console.log(problem === undefined ? `✓ ${test.name}` : `✗ ${test.name}\n    ${problem}`)
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed`)
  return counts.failed === 0
}

/** Without cases: the first VM, or the first cluster, and what each function makes of it. */
async function showAll({ plugin, runtime }: PluginOnTrial, snapshot: Snapshot): Promise<void> {
  const vm = snapshot.vms[0]
  const cluster = snapshot.clusters.find(({ id }) => id === vm?.clusterId) ?? snapshot.clusters[0]
  if (cluster === undefined) throw new CliFailure('the snapshot has no cluster')
  const subjects = { snapshot, cluster, vm }
  for (const { unit } of plugin.units) {
    console.log(shownAsText(unit, await askAll(unit, runtime, subjects, {}), subjects))
  }
}
