import type { PluginRegistry } from './plugin-registry.ts'

/** Offers every message that reaches the portal's window to the plugins that allow its origin; `*` allows all. */
export function deliverMessages(plugins: PluginRegistry): void {
  window.addEventListener('message', ({ data, source, origin }) => {
    // Empty data is left out altogether, so that the source comes first: a quirk plugins may know.
    const args = data === null || data === undefined ? [source] : [data, source]
    plugins.tellNowOrLater('MessageReceived', args, ({ allowedOrigins }) => {
      return allowedOrigins.includes(origin) || allowedOrigins.includes('*')
    })
  })
}
