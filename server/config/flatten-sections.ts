import { closestTo } from './closest-to.ts'
import { type SettingName, settingNames } from './settings.ts'

/** The one section that holds no settings but names, each with sections below it. */
export const enginesSection = 'engines'

/** Names in messages are told with `within` before them; what is there besides settings, and may have been meant, is in `besides`. */
export type SectionsPlace = Readonly<{ whole: string; within: string; besides?: readonly string[] }>

/** `{ engine: { url } }` → `{ 'engine.url' }`, telling whatever is not a setting. */
export function flattenSections(
  content: unknown,
  at: SectionsPlace,
  problems: string[],
): Partial<Record<SettingName, unknown>> {
  const found: Partial<Record<SettingName, unknown>> = {}
  if (content === null || content === undefined) return found
  if (!isMapping(content)) {
    problems.push(`${at.whole} must hold sections such as "engine:" with settings below them`)
    return found
  }
  for (const [section, members] of Object.entries(content)) {
    if (!settingNames.some(name => name.startsWith(`${section}.`))) {
      problems.push(
        `${at.within}${section} is not a known section${suggest(section, [...sections(), ...(at.besides ?? [])])}`,
      )
    } else if (members === null) {
      // Everything in it is commented out, as in the sample.
    } else if (!isMapping(members)) {
      problems.push(`${at.within}${section} must hold settings, e.g. "${example(section)}"`)
    } else {
      for (const [key, value] of Object.entries(members)) {
        const name = settingNames.find(candidate => candidate === `${section}.${key}`)
        if (name === undefined) {
          problems.push(
            `${at.within}${section}.${key} is not a known setting${suggest(`${section}.${key}`, settingNames)}`,
          )
        } else if (value !== null) {
          found[name] = value
        }
      }
    }
  }
  return found
}

export const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const suggest = (given: string, known: readonly string[]): string => {
  const closest = closestTo(given, known)
  return closest === undefined ? '; "ovirt-scheduler config" lists them all' : `; did you mean ${closest}?`
}

const sections = () => [...new Set(settingNames.map(name => name.slice(0, name.indexOf('.'))))]
const example = (section: string) => settingNames.find(name => name.startsWith(`${section}.`)) ?? section
