import { hashOf, type PlaceRequest, parseHash } from './place-request.ts'
import type { Place, Places } from './places.ts'

export type Navigation = Readonly<{
  /** Reveals what the URL asks for, from now on after every change of the hash too. */
  start(): void
  /** Goes to a place; the token is taken as it is, parameters are not read from it. */
  reveal(token: string): void
  /** The token in the URL, without parameters. */
  currentToken(): string
}>

/**
 * The hash of the URL chooses the place, so links, back and forward need nothing else. What cannot be shown (unknown, or
 * a tab that its plugin closed) gives way to the default place, without leaving a dead entry in the history.
 */
export function createNavigation(places: Places, show: (place: Place, request: PlaceRequest) => void): Navigation {
  let started = false

  function showRequested(): void {
    if (!started) return
    const request = parseHash(window.location.hash)
    const place = places.find(request.token)
    if (place !== undefined && places.mayReveal(place)) {
      show(place, request)
      return
    }
    const token = places.defaultToken()
    history.replaceState(null, '', `#${token}`)
    const fallback = places.find(token)
    if (fallback !== undefined) show(fallback, parseHash(token))
  }

  window.addEventListener('hashchange', showRequested)

  return {
    start() {
      started = true
      showRequested()
    },
    reveal(token) {
      // Encoded, so that a `;` in it does not start parameters: such a token is unknown.
      const hash = hashOf(encodeURIComponent(token))
      if (window.location.hash === hash) showRequested()
      else window.location.hash = hash
    },
    currentToken: () => parseHash(window.location.hash).token,
  }
}
