import type { PlaceRequest } from './place-request.ts'

/** Something the portal can show in its content area. */
export type View = Readonly<{
  element: HTMLElement
  /** The element is in the page. Called again, without `hide` between, when only the parameters changed. */
  show(request: PlaceRequest): void
  /** The element is about to leave the page. */
  hide(): void
}>
