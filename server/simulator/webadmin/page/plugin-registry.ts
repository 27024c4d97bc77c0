import { createPlugin, type Plugin } from './plugin.ts'
import type { Handlers, PluginDefinition } from './plugin-contract.ts'
import { isFunction } from './plugin-options.ts'

export type PluginRegistry = Readonly<{
  find(name: string): Plugin | undefined
  all(): readonly Plugin[]
  /** Attaches the frames of all enabled plugins, in order. */
  load(): void
  /** The first call wins. */
  register(plugin: Plugin, handlers: Handlers): void
  /** Ignored unless the plugin is loading and has registered. `UiInit` has run when this returns. */
  ready(plugin: Plugin): void
  /** Calls the handler of every plugin in use that `accepts`. */
  tellNow(handler: string, args: readonly unknown[], accepts?: (plugin: Plugin) => boolean): void
  /** The same, and keeps the call for plugins that are still loading. */
  tellNowOrLater(handler: string, args: readonly unknown[], accepts?: (plugin: Plugin) => boolean): void
  /** Plugins with `lazyLoad: false` which have not called `ready()` yet: the portal shows no place before they have. */
  awaited(): readonly Plugin[]
}>

const everyPlugin = () => true

/**
 * The plugins of the page, through their states. A handler that throws costs its plugin its frame and its life, and
 * nothing else: neither the portal nor another plugin notices.
 */
export function createPluginRegistry(
  definitions: readonly PluginDefinition[],
  onPreloaded: () => void = () => undefined,
): PluginRegistry {
  const plugins = new Map<string, Plugin>()
  for (const definition of definitions) {
    const { name, url } = definition
    if (name.trim() === '' || url.trim() === '') console.warn('A plugin without name or URL is skipped', definition)
    else if (plugins.has(name)) console.warn(`Another plugin already has the name ${name}: the later one is skipped`)
    else plugins.set(name, createPlugin(definition))
  }

  function invoke(plugin: Plugin, handler: string, args: readonly unknown[]): boolean {
    try {
      // Called bare: `this` is never the handlers object.
      const call = plugin.handlers?.[handler]
      if (isFunction(call)) call(...args)
      return true
    } catch (error) {
      console.error(`Plugin ${plugin.definition.name} failed in ${handler} and is removed`, error)
      plugin.frame.remove()
      plugin.state = 'failed'
      return false
    }
  }

  const tellNow: PluginRegistry['tellNow'] = (handler, args, accepts = everyPlugin) => {
    for (const plugin of plugins.values()) {
      if (plugin.state === 'in-use' && accepts(plugin)) invoke(plugin, handler, args)
    }
  }

  return {
    find: name => plugins.get(name),
    all: () => [...plugins.values()],

    load() {
      for (const plugin of plugins.values()) {
        if (!plugin.definition.enabled) continue
        plugin.state = 'loading'
        document.body.append(plugin.frame)
      }
    },

    register(plugin, handlers) {
      if (plugin.handlers === undefined) plugin.handlers = handlers
      else console.warn(`Plugin ${plugin.definition.name} has registered already: its second handlers are ignored`)
    },

    ready(plugin) {
      if (plugin.state !== 'loading' || plugin.handlers === undefined) return
      plugin.state = 'initializing'
      if (invoke(plugin, 'UiInit', [])) {
        plugin.state = 'in-use'
        for (const call of plugin.waiting.splice(0)) call()
      }
      if (!plugin.definition.lazyLoad) onPreloaded()
    },

    tellNow,

    tellNowOrLater(handler, args, accepts = everyPlugin) {
      // Decided before anyone is called: a handler may make another plugin ready.
      const later = [...plugins.values()].filter(({ state, definition }) => {
        return definition.enabled && state !== 'in-use' && state !== 'failed'
      })
      for (const plugin of later) {
        plugin.waiting.push(() => {
          if (plugin.state === 'in-use' && accepts(plugin)) invoke(plugin, handler, args)
        })
      }
      tellNow(handler, args, plugin => !later.includes(plugin) && accepts(plugin))
    },

    awaited: () =>
      [...plugins.values()].filter(({ definition, state }) => {
        return definition.enabled && !definition.lazyLoad && state !== 'in-use' && state !== 'failed'
      }),
  }
}
