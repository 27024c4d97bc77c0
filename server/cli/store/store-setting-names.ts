import type { SettingName } from '../../config/settings.ts'

/** What the commands about the store go by. */
export const storeSettingNames = ['store.file', 'store.backupDirectory'] as const satisfies readonly SettingName[]
