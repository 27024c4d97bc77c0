import { Command } from 'commander'
import type { WatchedHostList, WatchedHostView } from '../../../shared/api/hosts.ts'
import { apiPaths } from '../../../shared/api/paths.ts'
import { columns } from '../columns.ts'
import type { Finish } from '../outcome.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import { serviceSettings, withService } from '../units/ask-service.ts'
import { gib } from './show-host.ts'

export function hostsCommand(_finish: Finish): Command {
  const command = new Command('hosts')
    .description('List the hosts of the running service: how each is connected itself, why not, and its main figures.')
    .option('--json', 'print JSON')
    .addHelpText('after', environmentHelp)
  return addSettingOptions(command, serviceSettings).action(async ({ json }: { json?: boolean }) => {
    const loaded = configOf(command)
    const { hosts } = await withService(loaded, ask => ask<WatchedHostList>('GET', apiPaths.hosts))
    console.log(json ? JSON.stringify(hosts, undefined, 2) : hostsText(hosts))
  })
}

const heads = ['HOST', 'CLUSTER', 'STATUS', 'VIA', 'CONNECTION', 'READ', 'CPU', 'MEMORY AVAILABLE', 'VMS']

/** A row for each host, then why some are not connected, with the fix. */
export function hostsText(hosts: readonly WatchedHostView[]): string {
  if (hosts.length === 0) return 'The engine has no host.'
  const problems = hosts.flatMap(({ name, connection: { problem, because } }) => {
    if (problem !== undefined) return [`${name}: ${problem.message} (${problem.code})`, `  → ${problem.fix}`]
    return because === undefined ? [] : [`${name}: ${because}`]
  })
  return [...columns([heads, ...hosts.map(row)]), ...(problems.length > 0 ? ['', ...problems] : [])].join('\n')
}

const row = ({ name, cluster, status, connection, readingAgeMs, figures }: WatchedHostView): string[] => [
  name,
  cluster.name,
  status,
  connection.via,
  connection.state,
  readingAgeMs === undefined ? '–' : `${Math.round(readingAgeMs / 1000)} s ago`,
  figures?.cpuPercent === undefined ? '–' : `${Math.round(figures.cpuPercent)} %`,
  figures?.memoryAvailableKiB === undefined
    ? '–'
    : `${gib(figures.memoryAvailableKiB)} of ${gib(figures.memoryTotalKiB)}`,
  figures?.guests === undefined ? '–' : `${figures.guestsRunning} of ${figures.guests} run`,
]
