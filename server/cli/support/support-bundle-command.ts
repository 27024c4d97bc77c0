import { writeFileSync } from 'node:fs'
import { Command } from 'commander'
import type { SupportRecord } from '../../../shared/api/support.ts'
import { findings } from '../doctor-findings.ts'
import { CliFailure, type Finish } from '../outcome.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import type { OneEngine } from '../units/ask-service.ts'
import { silentLog } from '../units/load-on-trial.ts'
import { versionInfo } from '../version-info.ts'
import { anonymise } from './anonymise.ts'
import { writeBundle } from './bundle.ts'
import { hideSecrets } from './hide-secrets.ts'
import { knownSecrets } from './known-secrets.ts'
import { offlineRecords } from './offline-records.ts'
import { onlineRecords } from './online-records.ts'

type Options = Readonly<{ output?: string; anonymise?: boolean; names?: string; offline?: boolean }>

const help = `
The running service is asked over its REST API as the engine user of the configuration, who needs edit_cluster_configuration in
the whole system. With --offline the store and the engine are read instead: for a service that does not run, since its store
can be opened once only. What cannot be had is named in the bundle, and here; the rest is written all the same.

The file is gzip of JSON, an object a line: first what it is, then {"kind": …, "value": …} for each part: config, health, snapshot,
watched, question, advice, recommendation, run, delivery, audit, automation, tuning, unit, plugin, host, metrics, log, finding, problem.
To look into it: zcat FILE | less. No password, key or token is ever in it. Names of hosts, VMs and users are, unless --anonymise
replaces them, with addresses, ids and free texts, by the same stand-in wherever they stand; decisions can still be made again
from it: ovirt-scheduler replay FILE. Codes, figures and times stay.
`

export function supportBundleCommand(finish: Finish): Command {
  const command = new Command('support-bundle')
    .description('Write all that is needed to understand what the service did into one file, for whoever is to help.')
    .option(
      '--output <file>',
      'the file; it must not exist. Otherwise it is named by version and time, and written here',
    )
    .option('--anonymise', 'replace names, addresses, ids and free texts')
    .option('--names <file>', 'with --anonymise: write here, for yourself, what stands for what')
    .option('--offline', 'read the store and the engine, not the running service')
    .addHelpText('after', `${help}${environmentHelp}\nExit code 1: a part could not be had.`)
  return addSettingOptions(command).action(async (options: Options) => {
    if (options.names !== undefined && options.anonymise !== true)
      throw new CliFailure('--names goes with --anonymise: without it the names stand in the bundle itself')
    const loaded = configOf(command)
    const { config } = loaded
    const madeAtMs = Date.now()
    const told = await (options.offline ? offlineRecords(config) : onlineRecords(loaded))
    // What the service sends has been through this; what another version of it sends may not have.
    const whole = [...told, ...(await doctorRecords(loaded))].map(
      ({ kind, value }): SupportRecord => ({ kind, value: hideSecrets(value, knownSecrets(config)) }),
    )
    const { records, standIns } = options.anonymise ? anonymise(whole) : { records: whole, standIns: undefined }
    const file = options.output ?? `ovirt-scheduler-${versionInfo.version}-${fileTime(madeAtMs)}.jsonl.gz`
    writeBundle(file, {
      head: {
        ovirtSchedulerBundle: 1,
        version: versionInfo.version,
        node: versionInfo.node,
        madeAtMs,
        from: options.offline ? 'store' : 'service',
        anonymised: options.anonymise === true,
      },
      records,
    })
    if (options.names !== undefined && standIns !== undefined) writeNames(options.names, standIns)
    console.log(`${file}: ${summary(records)}.`)
    const problems = whole.filter(({ kind }) => kind === 'problem').map(({ value }) => value as Problem)
    for (const { part, message } of problems) console.error(`not in it: ${part}: ${message}`)
    if (problems.length > 0) finish(1)
  })
}

type Problem = Readonly<{ part: string; message: string }>

async function doctorRecords(loaded: OneEngine): Promise<SupportRecord[]> {
  const records: SupportRecord[] = []
  try {
    for await (const value of findings(loaded, silentLog())) records.push({ kind: 'finding', value })
  } catch (error) {
    records.push({ kind: 'problem', value: { part: 'finding', message: (error as Error).message } })
  }
  return records
}

function writeNames(file: string, standIns: ReadonlyMap<string, string>): void {
  const pairs = [...standIns].map(([text, standIn]) => [standIn, text])
  try {
    writeFileSync(file, `${JSON.stringify(Object.fromEntries(pairs), undefined, 2)}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    throw new CliFailure(`${file} cannot be written: ${(error as Error).message}`, { cause: error })
  }
}

/** "1 snapshot, 12 run, …", in the order in which they stand there. */
const summary = (records: readonly SupportRecord[]): string =>
  [...Map.groupBy(records, ({ kind }) => kind)].map(([kind, { length }]) => `${length} ${kind}`).join(', ')

const fileTime = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')
