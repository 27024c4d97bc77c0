import packageJson from '../../package.json' with { type: 'json' }
import { openapiText } from '../../server/api/openapi.ts'
import { settingsReference } from './settings-reference.ts'

/** The files of the documentation that are made from the sources: path from the root → content. */
export const generatedDocs = (): Readonly<Record<string, string>> => ({
  'server/docs/settings.md': settingsReference(),
  'server/docs/openapi.json': openapiText(packageJson.version),
})
