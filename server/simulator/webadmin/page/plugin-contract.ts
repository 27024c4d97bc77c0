/**
 * What the Administration Portal offers to UI plugins, as plugins see it. Plugins live in frames of the same origin and
 * reach this through `window.top.pluginApi(name)`.
 */

/** A selected object as a handler gets it: its id and, for the types the portal knows, a few more fields. */
export type Entity = Readonly<{ id: string } & Record<string, unknown>>

export type Tag = Readonly<{ name: string; description: string; selected: boolean; children: readonly Tag[] }>

export type Severity = 'info' | 'success' | 'warning' | 'danger'

/** Types with a main list whose selection is announced. */
export const mainTypes = [
  'DataCenter',
  'Cluster',
  'Host',
  'Network',
  'Storage',
  'Disk',
  'VirtualMachine',
  'Pool',
  'Template',
  'GlusterVolume',
  'Provider',
  'User',
  'Quota',
  'Event',
] as const
export type MainType = (typeof mainTypes)[number]
export type AnyType = MainType | 'VnicProfile' | 'Errata'

export const isAnyType = (value: unknown): value is AnyType =>
  value === 'VnicProfile' || value === 'Errata' || mainTypes.some(type => type === value)

/** Types with a detail view that takes tabs. */
export const takesTabs = (type: unknown): type is AnyType => isAnyType(type) && type !== 'Event' && type !== 'Errata'

export type PluginDefinition = Readonly<{
  name: string
  url: string
  config: Record<string, unknown>
  lazyLoad: boolean
  enabled: boolean
}>

/** Looked up by name at each call: a plugin may add, replace or remove handlers at any time. */
export type Handlers = Readonly<Record<string, unknown>>

/** As a plugin passes them: any property may be missing or of a wrong type, and then its default holds. */
export type Untrusted = unknown

export type PluginLogger = Readonly<Record<'info' | 'warning' | 'severe', (message: string) => void>>

export type PluginApi = {
  register(handlers: Untrusted): void
  options(options: Untrusted): void
  ready(): void
  configObject(): Record<string, unknown> | undefined
  logger(): PluginLogger
  reportFatalError(message: Untrusted): void

  loginUserName(): string | undefined
  loginUserId(): string | undefined
  ssoToken(): string | undefined
  engineBaseUrl(): string | undefined
  currentLocale(): string | undefined
  currentPlace(): string | undefined
  rootTag(): Tag | undefined

  addPrimaryMenuPlace(label: string, token: string, contentUrl: string, options?: Untrusted): void
  addPrimaryMenuContainer(label: string, menuId: string, options?: Untrusted): void
  addSecondaryMenuPlace(menuId: string, label: string, token: string, contentUrl: string, options?: Untrusted): void
  addDetailPlace(entityType: string, label: string, token: string, contentUrl: string, options?: Untrusted): void
  setPlaceContentUrl(token: string, contentUrl: string): void
  setPlaceAccessible(token: string, accessible: Untrusted): void
  setPlaceUnloadHandler(token: string, handler: Untrusted): void

  addMenuPlaceActionButton(entityType: string, label: string, button?: Untrusted): void
  addDetailPlaceActionButton(mainType: string, detailPlaceId: string, label: string, button?: Untrusted): void

  showDialog(
    title: string,
    token: string | null,
    contentUrl: string,
    width: string,
    height: string,
    options?: Untrusted,
  ): void
  setDialogContentUrl(token: string, contentUrl: string): void
  closeDialog(token: string): void

  showAlert(type: string, text: string, options?: Untrusted): void
  showToast(type: string, text: string): void
  revealPlace(token: string): void
  setSearchString(search: string): void
}
