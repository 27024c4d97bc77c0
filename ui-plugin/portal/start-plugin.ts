import type { Handlers, PluginApi } from './plugin-api.ts'

/** The portal shows nothing until every plugin is ready: whatever we would like to load first may take this long. */
export const READY_WITHIN_MS = 2000

/**
 * The handshake of the hidden frame: register, wait for `first` (texts, say) but not longer than `withinMs`, then
 * `ready()`, during which the portal calls `UiInit`. A failed or late `first` never keeps the portal waiting; `onTrouble`
 * hears of it.
 */
export async function startPlugin<T>(
  api: PluginApi,
  first: Promise<T>,
  handlersWith: (loaded: () => T | undefined) => Handlers,
  onTrouble: (problem: unknown) => void = problem => api.logger().warning(`ovirt-scheduler: ${String(problem)}`),
  withinMs = READY_WITHIN_MS,
): Promise<void> {
  let loaded: T | undefined
  api.register(handlersWith(() => loaded))
  const settled = first.then(
    value => {
      loaded = value
    },
    (problem: unknown) => onTrouble(problem),
  )
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<void>(resolve => {
    timer = setTimeout(resolve, withinMs)
  })
  await Promise.race([settled, late])
  clearTimeout(timer)
  api.ready()
}
