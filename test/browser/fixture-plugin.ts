import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type FixturePlugin = Readonly<{
  name: string
  /** Runs in the plugin's hidden frame with `api`, its own API, and `record(...)`, which a test reads with `records()`. */
  script: string
  lazyLoad?: boolean
  config?: Readonly<Record<string, unknown>>
  /** Scripts of further pages, by file name. */
  pages?: Readonly<Record<string, string>>
  userFile?: Readonly<Record<string, unknown>>
}>

/** A plugin that is ready at once, records `UiInit` and has these handlers besides (source text). */
export const listener = (name: string, handlers = ''): FixturePlugin => ({
  name,
  script: `api.register({ UiInit: () => record('UiInit'), ${handlers} }); api.ready()`,
})

/** Source text of handlers that record their name and arguments. */
export const recording = (...handlers: string[]): string =>
  handlers.map(name => `${name}: (...args) => record('${name}', ...args)`).join(', ')

/** Writes the plugin as its package would: descriptor, resource directory, the administrator's file. */
export function writePlugin(dir: string, plugin: FixturePlugin): void {
  const { name, script, lazyLoad = false, config = {}, pages = {}, userFile } = plugin
  const url = `plugin/${name}/plugin.html`
  const descriptor = JSON.stringify({ name, url, resourcePath: `${name}-resources`, lazyLoad, config }, null, 2)
  writeFileSync(join(dir, `${name}.json`), `// A plugin of the tests.\n${descriptor}\n`)
  if (userFile !== undefined) writeFileSync(join(dir, `${name}-config.json`), JSON.stringify(userFile))
  const resources = join(dir, `${name}-resources`)
  mkdirSync(resources, { recursive: true })
  for (const [file, code] of Object.entries({ 'plugin.html': script, ...pages })) {
    writeFileSync(join(resources, file), page(name, file, code))
  }
}

const page = (name: string, file: string, script: string) => `<!doctype html>
<title>${name} ${file}</title>
<body><p>${name} ${file}</p><script>
const record = (...what) => (top.records ??= []).push(['${name}', ...what])
const api = top.pluginApi('${name}')
${script}
</script></body>
`
