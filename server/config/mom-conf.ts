import { readFileSync } from 'node:fs'
import { closestTo } from './closest-to.ts'
import { type MomSettingName, type MomValues, momSettings } from './mom-settings.ts'
import { parseIni } from './parse-ini.ts'

/** error: MOM would not start, or not do what the file says. warning: something has no effect. note: nothing is wrong. */
export type MomConfProblem = Readonly<{
  level: 'error' | 'warning' | 'note'
  /** `FILE:LINE: [SECTION] KEY: what is wrong; what to do` on one line. */
  message: string
  line?: number
  section?: string
  key?: string
  value?: string
  fix: string
}>

/** Where policies come from, for `readPolicies`. */
export type MomPolicySource = Readonly<
  { kind: 'none' } | { kind: 'file'; path: string } | { kind: 'directory'; path: string }
>

export type MomConf = Omit<MomValues, 'policyFile' | 'policyDirectory'> &
  Readonly<{
    policies: MomPolicySource
    /** What `[Collector: NAME]` says, by NAME and key; `%(name)s` and the like are as written. */
    collectorSettings: Readonly<Record<string, Readonly<Record<string, string>>>>
  }>

/** Of a file that is larger than any mom.conf. */
const MAX_TEXT_LENGTH = 1_048_576

const sectionNames = ['main', 'logging', 'host', 'guest']
const collectorSection = /^Collector: (.+)$/

/**
 * mom.conf as it lies on a host. What it does not say, or says wrongly, has MOM's built-in value; every problem is told at once.
 * `name` is for messages.
 */
export function parseMomConf({ name, content }: Readonly<{ name: string; content: string }>): {
  conf: MomConf
  problems: MomConfProblem[]
} {
  const problems: MomConfProblem[] = []
  const report = (problem: Omit<MomConfProblem, 'message'> & { what: string }) => {
    const { what, ...rest } = problem
    const section = rest.section === undefined ? '' : `[${rest.section}] `
    const about = rest.key === undefined ? '' : `${rest.key}: `
    const line = rest.line === undefined ? '' : `:${rest.line}`
    problems.push({ ...rest, message: `${name}${line}: ${section}${about}${what}; ${rest.fix}` })
  }
  if (content.length > MAX_TEXT_LENGTH) {
    report({ level: 'error', what: `longer than ${MAX_TEXT_LENGTH} characters`, fix: 'is this the right file?' })
    return { conf: parseMomConf({ name, content: '' }).conf, problems }
  }

  const ini = parseIni(content)
  for (const { line, section, message, fix } of ini.problems)
    report({ level: 'error', line, ...(section !== undefined && { section }), what: message, fix })
  for (const section of ini.sections) {
    const said = strangeSection(section.name)
    if (said !== undefined) report({ ...said, line: section.line, section: section.name })
  }

  const values: Record<string, unknown> = { ...defaults }
  const collectors = new Map<string, Map<string, string>>()
  for (const { section, key, value, line } of ini.entries) {
    const collector = collectorSection.exec(section)?.[1]
    if (collector !== undefined)
      collectors.set(collector, (collectors.get(collector) ?? new Map<string, string>()).set(key, value))
    if (!sectionNames.includes(section)) continue
    const place = { line, section, key, value }
    const setting = settingNames.find(known => momSettings[known].section === section && momSettings[known].key === key)
    if (setting === undefined) {
      report({ ...place, level: 'warning', what: 'no key that MOM reads', fix: hintForKey(section, key) })
      continue
    }
    if (value.includes('%'))
      report({
        ...place,
        level: 'warning',
        what: 'a % is taken as it stands',
        fix: 'MOM puts another value in its place',
      })
    const parsed = momSettings[setting].setting.parse(value)
    if (parsed.ok) values[setting] = parsed.value
    else if (setting === 'verbosity') {
      values[setting] = 'debug'
      report({ ...place, level: 'warning', what: parsed.problem, fix: 'anything else is taken for debug' })
    } else
      report({ ...place, level: 'error', what: parsed.problem, fix: 'or leave the line out for the built-in value' })
  }

  const { policyFile, policyDirectory, ...rest } = values as MomValues
  if (policyFile !== '' && policyDirectory !== '')
    report({
      level: 'error',
      line: ini.entries.find(entry => entry.section === 'main' && entry.key === 'policy-dir')?.line ?? 0,
      section: 'main',
      key: 'policy-dir',
      value: policyDirectory,
      what: `policy is set as well, to ${policyFile}`,
      fix: 'leave one of the two empty',
    })
  const collectorSettings = Object.fromEntries([...collectors].map(([name, said]) => [name, Object.fromEntries(said)]))
  return { conf: { ...rest, policies: policySource(policyFile, policyDirectory), collectorSettings }, problems }
}

const settingNames = Object.keys(momSettings) as MomSettingName[]
const defaults = Object.fromEntries(settingNames.map(name => [name, momSettings[name].setting.default]))

function policySource(file: string, directory: string): MomPolicySource {
  if ((file === '') === (directory === '')) return { kind: 'none' }
  return file === '' ? { kind: 'directory', path: directory } : { kind: 'file', path: file }
}

function strangeSection(name: string): { level: 'warning' | 'note'; what: string; fix: string } | undefined {
  if (sectionNames.includes(name) || collectorSection.test(name)) return undefined
  if (name === 'vdsm') return { level: 'note', what: 'MOM reads nothing of it', fix: 'nothing is to be done' }
  if (name === '__int__') return { level: 'warning', what: 'MOM keeps this name for itself', fix: 'leave it out' }
  const closest = closestTo(name, [...sectionNames, 'Collector: '])
  const fix =
    closest === undefined
      ? `the sections are ${sectionNames.join(', ')}, Collector: NAME`
      : `did you mean [${closest}]?`
  return { level: 'warning', what: 'no section that is read', fix }
}

function hintForKey(section: string, key: string): string {
  const known = settingNames.map(name => momSettings[name])
  const elsewhere = known.find(setting => setting.key === key)
  if (elsewhere !== undefined) return `it belongs into [${elsewhere.section}]`
  const keys = known.filter(setting => setting.section === section).map(setting => setting.key)
  const closest = closestTo(key, keys)
  return closest === undefined ? `the keys here are ${keys.join(', ')}` : `did you mean ${closest}?`
}

/** The file at `path`. One that is not there is none, as for MOM: all built-in values, and a note. */
export function readMomConf(path: string): { conf: MomConf; problems: MomConfProblem[] } {
  try {
    return parseMomConf({ name: path, content: readFileSync(path, 'utf8') })
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const why = error instanceof Error ? error.message : String(error)
    const fix = isMissing ? 'the built-in values of MOM count' : 'let this service read it'
    const problem: MomConfProblem = {
      level: isMissing ? 'note' : 'error',
      message: `${path} cannot be read: ${why}; ${fix}`,
      fix,
    }
    return { conf: parseMomConf({ name: path, content: '' }).conf, problems: [problem] }
  }
}
