/** The part of the portal's plugin contract that we use, as ovirt-engine 4.5 implements it. */

export type Severity = 'info' | 'success' | 'warning' | 'danger'

/** A selected row. Comes from the portal's realm: `instanceof Array` fails on what holds it, `Array.isArray` works. */
export type Entity = Readonly<{ id: string; name?: string }>

export type Handlers = Readonly<{
  UiInit(): void
  /** Always one argument: all that are selected, possibly none. */
  ClusterSelectionChange(clusters: readonly Entity[]): void
  HostSelectionChange(hosts: readonly Entity[]): void
  VirtualMachineSelectionChange(vms: readonly Entity[]): void
}>

export type ActionButton = Readonly<{
  onClick(selected: readonly Entity[]): void
  /** Anything but a boolean counts as true. */
  isEnabled(selected: readonly Entity[]): boolean
  index?: number
  moreMenu?: boolean
  id?: string
}>

/** Methods need their object: a detached one does nothing or throws. Outside their states they are silently ignored. */
export interface PluginApi {
  register(handlers: Handlers): void
  ready(): void
  ssoToken(): string
  currentLocale(): string
  addPrimaryMenuPlace(label: string, token: string, url: string, options?: { priority?: number; icon?: string }): void
  addDetailPlace(
    type: 'Cluster' | 'Host' | 'VirtualMachine',
    label: string,
    token: string,
    url: string,
    options?: { priority?: number },
  ): void
  setPlaceContentUrl(token: string, url: string): void
  addMenuPlaceActionButton(type: 'Cluster' | 'Host' | 'VirtualMachine', label: string, button: ActionButton): void
  revealPlace(token: string): void
  showToast(type: Severity, text: string): void
  logger(): { info(message: string): void; warning(message: string): void; severe(message: string): void }
}

/** The window that is the portal. */
export type PortalWindow = Window & { pluginApi?: (name: string) => PluginApi }
