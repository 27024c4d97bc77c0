import type { Handlers, PluginApi, Untrusted } from './plugin-contract.ts'
import { allowedOrigins } from './plugin-options.ts'
import type { Caller, Gate, PluginServices } from './plugin-services.ts'

type CoreApi = Pick<PluginApi, 'register' | 'options' | 'ready' | 'configObject' | 'logger' | 'reportFatalError'>

/** Start-up and reporting: what a plugin may call before it is ready. */
export function coreApi({ plugins, notifications }: PluginServices, gate: Gate): CoreApi & ThisType<Caller> {
  return {
    register(handlers) {
      const plugin = gate.find(this)
      // The object itself is kept: handlers are looked up on it at each call.
      if (plugin !== undefined && isHandlers(handlers)) plugins.register(plugin, handlers)
    },

    options(options) {
      const plugin = gate.find(this)
      if (plugin !== undefined) plugin.allowedOrigins = allowedOrigins(options)
    },

    ready() {
      const plugin = gate.find(this)
      if (plugin !== undefined) plugins.ready(plugin)
    },

    configObject() {
      return gate.find(this)?.config
    },

    logger() {
      const prefix = `[${this.pluginName}]`
      return {
        info: message => console.info(prefix, message),
        warning: message => console.warn(prefix, message),
        severe: message => console.error(prefix, message),
      }
    },

    reportFatalError(message) {
      console.error(`[${this.pluginName}]`, message)
      notifications.alert('danger', `Uncaught exception in plugin ${this.pluginName}: ${String(message)}`, 0)
    },
  }
}

const isHandlers = (value: Untrusted): value is Handlers => typeof value === 'object' && value !== null
