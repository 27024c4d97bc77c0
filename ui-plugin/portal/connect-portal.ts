import { openView } from './open-view.ts'
import type { View } from './page-address.ts'
import type { PluginApi, PortalWindow, Severity } from './plugin-api.ts'

export const PLUGIN_NAME = 'ovirt-scheduler'

/** host-vms: the VMs of a host. */
export type EntityKind = 'vm' | 'host' | 'host-vms' | 'cluster'

/** What our pages ask of the portal. */
export type Portal = Readonly<{
  /** The portal session's SSO token, asked anew for each call: a reload of the portal changes it. */
  token(): string
  /** BCP 47, e.g. `de-DE`. */
  locale(): string
  /** The portal's own page about this entity, as a hash of the portal's URL. */
  hashOf(kind: EntityKind, name: string): string
  openEntity(kind: EntityKind, name: string): void
  /** A part of our own place, about a cluster. */
  openView(view: View, clusterId: string): void
  /** Suppressed for users who set "do not disturb": never the only word on a result. */
  toast(severity: Severity, text: string): void
  /** The only way back from an ended session: the portal then asks for the password. */
  reload(): void
}>

/** Thrown where a page was opened by itself, outside the portal. */
export class NotInPortal extends Error {
  override name = 'NotInPortal'
}

const detailTokens: Readonly<Record<EntityKind, string>> = {
  vm: 'vms-general',
  host: 'hosts-general',
  'host-vms': 'hosts-virtual_machines',
  cluster: 'clusters-general',
}

/** The portal around this frame. Throws `NotInPortal` when there is none. */
export function connectPortal(top: PortalWindow | null = window.top): Portal {
  const api = pluginApiOf(top)
  const hashOf = (kind: EntityKind, name: string) => `#${detailTokens[kind]};name=${encodeURIComponent(name)}`
  return {
    token: () => api.ssoToken(),
    locale: () => api.currentLocale(),
    hashOf,
    openEntity(kind, name) {
      if (top) top.location.hash = hashOf(kind, name)
    },
    openView: (view, clusterId) => openView(api, view, clusterId),
    toast: (severity, text) => api.showToast(severity, text),
    reload: () => top?.location.reload(),
  }
}

/** The portal's raw API for our plugin, as its frames get it. */
export function pluginApiOf(top: PortalWindow | null): PluginApi {
  if (typeof top?.pluginApi !== 'function') {
    throw new NotInPortal('This page works inside the oVirt Administration Portal only.')
  }
  return top.pluginApi(PLUGIN_NAME)
}
