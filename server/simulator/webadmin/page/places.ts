import type { PlaceFrame } from './place-frame.ts'
import type { AnyType } from './plugin-contract.ts'
import type { View } from './view.ts'

/** A tab is shown inside the detail view of its type; everything else fills the content area. */
export type Place = Readonly<{
  token: string
  label: string
  view: View
  tab?: Readonly<{ type: AnyType; priority: number }>
  /** The plugin's page, when a plugin made this place. */
  frame?: PlaceFrame
}>

export type Places = Readonly<{
  add(place: Place): void
  find(token: string): Place | undefined
  tabsOf(type: AnyType): readonly Place[]
  /** Only tabs can be closed to the user; the tab header stays. */
  setAccessible(token: string, accessible: boolean): void
  mayReveal(place: Place): boolean
  defaultToken(): string
  /** Each menu place of a plugin becomes the default; the last one wins. */
  setDefault(token: string): void
  onChange(listener: () => void): void
}>

/** Every place that a token can name. */
export function createPlaces(firstDefault: string): Places {
  const places = new Map<string, Place>()
  const closed = new Set<string>()
  const listeners: (() => void)[] = []
  let defaultToken = firstDefault

  return {
    add(place) {
      if (places.has(place.token)) {
        console.warn(`The place ${place.token} exists already: the later one is ignored`)
        return
      }
      places.set(place.token, place)
      for (const listener of listeners) listener()
    },
    find: token => places.get(token),
    // Sorting keeps the order of registration for equal priorities.
    tabsOf: type =>
      [...places.values()]
        .filter(({ tab }) => tab?.type === type)
        .toSorted((a, b) => (a.tab?.priority ?? 0) - (b.tab?.priority ?? 0)),
    setAccessible(token, accessible) {
      if (accessible) closed.delete(token)
      else closed.add(token)
    },
    mayReveal: place => place.tab === undefined || !closed.has(place.token),
    defaultToken: () => defaultToken,
    setDefault(token) {
      defaultToken = token
    },
    onChange: listener => listeners.push(listener),
  }
}
