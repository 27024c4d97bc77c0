import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from './config-error.ts'
import type { SchedulerConf } from './parse-scheduler-conf.ts'

/** scheduler.conf of the old daemon; undefined: there is none, or `directory` is empty. Throws ConfigError. */
export function readSchedulerConf(directory: string): SchedulerConf | undefined {
  if (directory === '') return undefined
  const name = join(directory, 'scheduler.conf')
  try {
    return { name, content: readFileSync(name, 'utf8') }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    const why = error instanceof Error ? error.message : String(error)
    throw new ConfigError([
      `${name} cannot be read: ${why}; let this service read it, or set legacy.directory to "" so that it does not try`,
    ])
  }
}
