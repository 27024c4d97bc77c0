import { element } from './element.ts'
import type { PluginFunction } from './plugin-options.ts'
import type { View } from './view.ts'

/** Below this the frame of the real portal keeps a strip free. */
const BOTTOM_GAP_PX = 6

export type PlaceFrame = View &
  Readonly<{
    setUrl(contentUrl: string): void
    /** Set as the frame's `onunload` on the next attach, once. */
    setUnloadHandler(handler: PluginFunction): void
  }>

/**
 * A plugin's page. The frame exists from registration on but is in the document only while shown: leaving unloads the
 * page and returning loads it anew.
 */
export function createPlaceFrame(title: string, contentUrl: string): PlaceFrame {
  const frame = element('iframe', { class: 'place-frame', src: contentUrl, title })
  const container = element('div', { class: 'place-frame-container' })
  let unloadHandler: PluginFunction | undefined

  const fillHeight = () => {
    const { top } = container.getBoundingClientRect()
    frame.style.height = `${Math.max(0, window.innerHeight - top - BOTTOM_GAP_PX)}px`
  }

  return {
    element: container,
    show() {
      if (frame.isConnected) return
      fillHeight()
      container.append(frame)
      window.addEventListener('resize', fillHeight)
      if (unloadHandler !== undefined && frame.contentWindow !== null) {
        frame.contentWindow.onunload = unloadHandler
        unloadHandler = undefined
      }
    },
    hide() {
      window.removeEventListener('resize', fillHeight)
      frame.remove()
    },
    setUrl(url) {
      frame.src = url
    },
    setUnloadHandler(handler) {
      unloadHandler = handler
    },
  }
}
