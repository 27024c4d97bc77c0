import { type SettingName, settingNames } from '../../config/settings.ts'

/** What decides how plugins are loaded; the commands that try units take these, and no others. */
export const pluginSettings: readonly SettingName[] = settingNames.filter(
  name => (name.startsWith('units.') && name !== 'units.fallbackPolicy') || name === 'legacy.directory',
)

/** What is needed to read an engine, beside that. */
export const engineSettings: readonly SettingName[] = settingNames.filter(name => name.startsWith('engine.'))
