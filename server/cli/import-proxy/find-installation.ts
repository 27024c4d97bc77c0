import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseSchedulerConf } from '../../config/parse-scheduler-conf.ts'
import { readSchedulerConf } from '../../config/read-scheduler-conf.ts'
import { CliFailure } from '../outcome.ts'
import { hasProxyService } from './proxy-service.ts'

/** What there is of ovirt-scheduler-proxy on this machine. */
export type ProxyInstallation = Readonly<{
  /** Where its plugins are. */
  directory: string
  /** How that was found, for people. */
  because: string
  /** The plugins, by file name. */
  plugins: readonly string[]
  /** `NAME.conf` beside them. */
  configurations: readonly string[]
  /** Its unit of systemd is there. */
  hasService: boolean
}>

export type WhereToLook = Readonly<{
  /** Empty for the machine itself. */
  root?: string
  /** Of scheduler.conf; empty: it is not read. */
  legacyDirectory: string
  environment: Readonly<Record<string, string | undefined>>
}>

/** As the RPM of version 0.1.9 has them. */
const PACKAGED = '/usr/share/ovirt-scheduler-proxy/plugins'
const SYSCONFIG = '/etc/sysconfig/ovirt-scheduler-proxy'
const VARIABLE = 'OSCHEDPROXY_PLUGINS'

/** Looks where the old daemon itself looked for its plugins. Throws CliFailure that names those places when there is nothing. */
export function findInstallation(given: string | undefined, where: WhereToLook): ProxyInstallation {
  const { root = '' } = where
  const places = given === undefined ? placesOf(where) : [{ directory: resolve(given), because: 'as given' }]
  const found = places.find(({ directory }) => isDirectory(join(root, directory)))
  if (found === undefined) {
    const looked = places.map(({ directory, because }) => `${directory} (${because})`).join(', ')
    throw new CliFailure(`there is no directory of plugins at ${looked}; name it: import-proxy DIR`)
  }
  const names = readdirSync(join(root, found.directory)).toSorted()
  return {
    ...found,
    plugins: names.filter(name => name.endsWith('.py') && name !== '__init__.py'),
    configurations: names.filter(name => name.endsWith('.conf')),
    hasService: hasProxyService(root),
  }
}

type Place = Readonly<{ directory: string; because: string }>

function placesOf({ root = '', legacyDirectory, environment }: WhereToLook): Place[] {
  const ofService = variableIn(join(root, SYSCONFIG))
  const conf = legacyDirectory === '' ? undefined : readSchedulerConf(join(root, legacyDirectory))
  const path = conf === undefined ? undefined : parseSchedulerConf(conf, environment).values['units.directory']
  const ours = environment[VARIABLE]
  return [
    ...(ofService === undefined ? [] : [{ directory: ofService, because: `${VARIABLE} in ${SYSCONFIG}` }]),
    ...(ours === undefined ? [] : [{ directory: resolve(ours), because: `${VARIABLE} of the environment` }]),
    ...(path === undefined ? [] : [{ directory: resolve(path.value), because: path.place }]),
    { directory: PACKAGED, because: 'where its package puts them' },
  ]
}

/** Of a file of `NAME=value` lines, as systemd reads it. */
function variableIn(file: string): string | undefined {
  if (!existsSync(file)) return undefined
  const line = new RegExp(`^\\s*${VARIABLE}=(.*)$`, 'm').exec(readFileSync(file, 'utf8'))?.[1]?.trim()
  const value = line?.replace(/^(["'])(.*)\1$/, '$2')
  return value === '' ? undefined : value
}

const isDirectory = (path: string) => existsSync(path) && statSync(path).isDirectory()
