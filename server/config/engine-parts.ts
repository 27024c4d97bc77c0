import { dirname, join, resolve } from 'node:path'
import { enginesSection, flattenSections, isMapping } from './flatten-sections.ts'
import { hostAccessProblems } from './host-access-problems.ts'
import type { ConfigSources, LoadedConfig, Origin } from './load-config.ts'
import { LONGEST_SCHEMA, type Setting } from './setting.ts'
import { type Config, isOfProcess, type SettingName, settingNames, settings } from './settings.ts'

/** The configuration of one of several engines. */
export type EngineConfig = LoadedConfig & Readonly<{ engineName: string }>

/** It stands in addresses, names of files and labels. */
const NAME = /^[a-z0-9][a-z0-9-]{0,31}$/

/** Below this path each of several engines finds what is its own, over REST and over XML-RPC; the only engine at the root. */
export const enginePath = (name: string | undefined): string => (name === undefined ? '' : `/engines/${name}`)

/**
 * Each engine below `engines:`, with what its part says over what holds for all. Everything that is wrong is added to `problems`.
 * undefined: there is no such section, so the file is about one engine.
 */
export function readEngineParts(
  { file, flags, flagsFor }: Pick<ConfigSources, 'file' | 'flags' | 'flagsFor'>,
  common: LoadedConfig,
  problems: string[],
): readonly EngineConfig[] | undefined {
  const content = isMapping(file?.content) ? file.content[enginesSection] : undefined
  if (file === undefined || content === undefined || content === null) return undefined
  if (!isMapping(content) || Object.keys(content).length === 0) {
    problems.push(`${file.name}: engines must hold the engines by name, e.g. "berlin: { engine: { url: … } }"`)
    return undefined
  }
  return Object.entries(content).map(([engineName, part]) => {
    const path = `${file.name}: ${enginesSection}.${engineName}`
    if (!NAME.test(engineName))
      problems.push(`${path} must be named by 1 to 32 lower-case letters, digits or "-", the first no "-"`)
    const given = flattenSections(part, { whole: path, within: `${path}.` }, problems)
    return {
      engineName,
      ...overlay(engineName, common, read(given, path, problems), flagsFor === engineName ? flags : {}),
    }
  })
}

type Values = Partial<Record<SettingName, unknown>>

/** What a part says, as far as it is good. */
function read(given: Values, path: string, problems: string[]): Values {
  const values: Values = {}
  for (const [name, value] of Object.entries(given) as [SettingName, unknown][]) {
    const setting: Setting<unknown> = settings[name]
    if (isOfProcess(name)) {
      problems.push(`${path}.${name} holds for the whole service; set ${name} outside of ${enginesSection}`)
      continue
    }
    const parsed = setting.parse(value)
    if (parsed.ok) values[name] = parsed.value
    else problems.push(`${path}.${name} ${setting.secret ? 'is not valid text' : parsed.problem}`)
  }
  return values
}

/** Flags that are meant for this engine win over its part. They have been checked with what holds for all. */
function overlay(name: string, common: LoadedConfig, part: Values, flags: ConfigSources['flags']): LoadedConfig {
  const isFlag = (setting: SettingName) => flags[setting] !== undefined
  const own = settingNames.filter(setting => part[setting] !== undefined && !isFlag(setting))
  const isSet = (setting: SettingName) => own.includes(setting) || isFlag(setting)
  const config = { ...common.config, ...Object.fromEntries(own.map(setting => [setting, part[setting]])) } as Config
  // Two ways to say the same: that of the engine counts, not that of all.
  const [password, passwordFile] = [isSet('engine.password'), isSet('engine.passwordFile')]
  return {
    config: {
      ...config,
      ...(passwordFile && !password && { 'engine.password': '' }),
      ...(password && !passwordFile && { 'engine.passwordFile': '' }),
      ...ownStore(name, config, isSet),
    },
    origins: {
      ...common.origins,
      ...(Object.fromEntries(own.map(setting => [setting, 'engine'])) as Partial<Record<SettingName, Origin>>),
    },
  }
}

/**
 * Each engine has a store of its own, named for it beside that of all, and its backups in a folder of that name; in PostgreSQL a schema of
 * its own.
 */
function ownStore(name: string, config: Config, isSet: (setting: SettingName) => boolean) {
  const file = config['store.file']
  const isMemory = file === ':memory:'
  const ownFile = isSet('store.file') || isMemory ? file : join(dirname(file), `${name}.db`)
  const backups = config['store.backupDirectory'] || join(dirname(ownFile), 'backups')
  return {
    'store.file': ownFile,
    ...(!isSet('store.schema') && { 'store.schema': `${config['store.schema']}_${name.replaceAll('-', '_')}` }),
    ...(!isSet('store.backupDirectory') && !isMemory && { 'store.backupDirectory': join(backups, name) }),
  }
}

/** What does not fit together in one part, or is the same in two. To be asked when every single value is good. */
export function enginePartProblems(parts: readonly EngineConfig[]): string[] {
  const within = parts.flatMap(({ engineName, config }) =>
    hostAccessProblems(config).map(problem => `${enginesSection}.${engineName}: ${problem}`),
  )
  const inPostgres = parts.filter(({ config }) => config['store.url'] !== '')
  const long = inPostgres.filter(({ config }) => config['store.schema'].length > LONGEST_SCHEMA)
  return [
    ...within,
    ...long.map(({ engineName, config }) => {
      const part = `${enginesSection}.${engineName}`
      return `${part}: the schema ${config['store.schema']} has more than ${LONGEST_SCHEMA} characters; give it a shorter ${part}.store.schema`
    }),
    ...sameInTwo(parts, 'engine.url', url => new URL(url).href, 'are the same engine'),
    ...sameInTwo(parts, 'store.file', fileOf, 'have the same store'),
    ...sameInTwo(inPostgres, 'store.schema', schema => schema, 'have the same schema'),
    ...sameInTwo(parts, 'store.backupDirectory', fileOf, 'keep their backups in the same folder'),
  ]
}

const fileOf = (path: string): string | undefined => (path === '' || path === ':memory:' ? undefined : resolve(path))

function sameInTwo(
  parts: readonly EngineConfig[],
  setting: 'engine.url' | 'store.file' | 'store.backupDirectory' | 'store.schema',
  meant: (value: string) => string | undefined,
  what: string,
): string[] {
  return [...Map.groupBy(parts, ({ config }) => meant(config[setting]))].flatMap(([value, same]) => {
    if (value === undefined || same.length < 2) return []
    const names = same.map(({ engineName }) => `${enginesSection}.${engineName}`).join(' and ')
    return [`${names} ${what}, ${value}; give each its own ${setting}`]
  })
}
