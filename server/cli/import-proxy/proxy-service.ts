import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The old daemon to systemd; our own unit names it too, since both answer the same port. */
export const proxyService = 'ovirt-scheduler-proxy.service'

const FOLDERS = ['/usr/lib/systemd/system', '/etc/systemd/system']

/** Whether it is installed on the machine below `root`. */
export const hasProxyService = (root: string): boolean =>
  FOLDERS.some(folder => existsSync(join(root, folder, proxyService)))
