import type { Handlers, PluginDefinition } from './plugin-contract.ts'

/**
 * defined → loading (frame attached) → ready → initializing (inside `UiInit`) → in-use; failed is final and entered when
 * a handler throws.
 */
export type PluginState = 'defined' | 'loading' | 'ready' | 'initializing' | 'in-use' | 'failed'

/** One plugin during the life of the page. */
export type Plugin = {
  readonly definition: PluginDefinition
  /** One mutable object for the whole page life: the plugin sees its own changes again. */
  readonly config: Record<string, unknown>
  readonly frame: HTMLIFrameElement
  state: PluginState
  handlers: Handlers | undefined
  allowedOrigins: readonly string[]
  /** Calls kept until the plugin is in use, in order. */
  readonly waiting: (() => void)[]
}

/** A frame of no size which the layout does not notice. It loads once attached. */
export function createPlugin(definition: PluginDefinition): Plugin {
  const frame = document.createElement('iframe')
  frame.src = definition.url
  frame.title = definition.name
  frame.tabIndex = -1
  frame.ariaHidden = 'true'
  Object.assign(frame.style, { position: 'absolute', width: '0', height: '0', border: 'none' })
  return {
    definition,
    config: definition.config,
    frame,
    state: 'defined',
    handlers: undefined,
    allowedOrigins: [],
    waiting: [],
  }
}

export const acceptsActions = ({ state }: Plugin): boolean => state === 'initializing' || state === 'in-use'

/** Identity and environment may be asked for while the plugin still loads. */
export const acceptsGetters = (plugin: Plugin): boolean => plugin.state === 'loading' || acceptsActions(plugin)
