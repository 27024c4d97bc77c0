import { closestTo } from './closest-to.ts'
import type { SettingName } from './settings.ts'

export type SchedulerConf = Readonly<{ name: string; content: string }>

/** What the file says for a setting, still unchecked, and where it says so. */
export type ConfValue = Readonly<{ value: string; place: string }>

/**
 * The old daemon's keys. Its feature page calls the port "listerning port"; whoever took the comment sign off that line
 * is understood.
 */
const keys: Readonly<Record<string, SettingName>> = {
  port: 'xmlrpc.port',
  'listening port': 'xmlrpc.port',
  listening_port: 'xmlrpc.port',
  'listerning port': 'xmlrpc.port',
  ssl: 'xmlrpc.requireTls',
  plugins_path: 'units.directory',
}
const mainKeys = ['port', 'ssl', 'plugins_path']

/**
 * Reads scheduler.conf: `key=value` lines, `#` and `;` comments, section lines without meaning. Every problem is returned
 * with file, line and fix.
 */
export function parseSchedulerConf(
  { name, content }: SchedulerConf,
  environment: Readonly<Record<string, string | undefined>>,
): { values: Partial<Record<SettingName, ConfValue>>; problems: string[] } {
  const values: Partial<Record<SettingName, ConfValue>> = {}
  const problems: string[] = []
  const seen = new Map<SettingName, number>()

  const take = (line: string, number: number): string | undefined => {
    const equals = line.indexOf('=')
    if (equals < 0) return `"${line}" has no value; write key=value, or # before it`
    const key = line.slice(0, equals).trim().toLowerCase()
    const value = line.slice(equals + 1).trim()
    const setting = Object.hasOwn(keys, key) ? keys[key] : undefined
    if (setting === undefined) return `${key === '' ? '"="' : key} is not a known key${suggest(key)}`
    const earlier = seen.get(setting)
    if (earlier !== undefined) return `${key} is already set in line ${earlier}; keep one of the two`
    seen.set(setting, number)
    if (value === '') return `${key} has no value; write one, or # before it`
    const given = setting === 'units.directory' ? expandPath(value, environment) : { value }
    if ('problem' in given) return `${key} ${given.problem}`
    values[setting] = { value: given.value, place: `${name}:${number}: ${key}` }
    return undefined
  }

  for (const [index, raw] of content
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.replace(/\s#.*$/, '').trim()
    if (line === '' || /^[#;]/.test(line) || /^\[.*\]$/.test(line)) continue
    const problem = take(line, index + 1)
    if (problem !== undefined) problems.push(`${name}:${index + 1}: ${problem}`)
  }
  return { values, problems }
}

/** `$PYTHONPATH/plugins` and `${PYTHONPATH}/plugins`. Of a variable that lists several directories the first counts. */
function expandPath(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): { value: string } | { problem: string } {
  const missing: string[] = []
  const value = path.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_whole, braced?: string, bare?: string) => {
    const variable = braced ?? bare ?? ''
    const first = environment[variable]?.split(':').find(directory => directory !== '')
    if (first === undefined) missing.push(variable)
    return first ?? ''
  })
  const [variable] = missing
  if (variable !== undefined) {
    return { problem: `names $${variable}, which the environment does not hold; set it or write the directory out` }
  }
  return value.startsWith('/')
    ? { value }
    : { problem: `must be a whole path that begins with /, not ${JSON.stringify(value)}` }
}

function suggest(key: string): string {
  const closest = closestTo(key, mainKeys)
  return closest === undefined ? `; the keys are ${mainKeys.join(', ')}` : `; did you mean ${closest}?`
}
