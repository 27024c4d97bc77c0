import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Whether libvirt may give out CPU time here: by control groups of either version that it can write to. */
export const canTuneCpu = (): boolean => {
  const root = '/sys/fs/cgroup'
  const ofVersion1 = join(root, 'cpu')
  if (existsSync(ofVersion1)) return isWritable(ofVersion1)
  const controllers = join(root, 'cgroup.controllers')
  return existsSync(controllers) && /\bcpu\b/.test(readFileSync(controllers, 'utf8')) && isWritable(root)
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}
