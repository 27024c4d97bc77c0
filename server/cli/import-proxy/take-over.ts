import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProxyInstallation } from './find-installation.ts'
import { proxyService } from './proxy-service.ts'

/** What is to be done so that this service stands where the old daemon stood. */
export type TakeOver = Readonly<{
  copies: readonly Readonly<{ from: string; to: string }>[]
  /** There with another content; left to a person. */
  conflicts: readonly string[]
  commands: readonly (readonly [string, ...string[]])[]
}>

/**
 * Plans the files to copy into the plugins directory, those without a fault and their configuration, and the commands that hand the port
 * over. The engine keeps what it knows of units by their names, and needs no restart for that.
 */
export function planTakeOver(
  { directory, configurations, hasService }: ProxyInstallation,
  fit: readonly string[],
  target: string,
): TakeOver {
  const isSame = directory === target
  const names = isSame ? [] : [...fit, ...configurations]
  const wanted = names.map(name => ({ from: join(directory, name), to: join(target, name) }))
  const there = wanted.filter(({ to }) => existsSync(to))
  return {
    copies: wanted.filter(({ to }) => !existsSync(to)),
    conflicts: there.filter(({ from, to }) => !readFileSync(from).equals(readFileSync(to))).map(({ to }) => to),
    commands: [
      ...(hasService ? [['systemctl', 'disable', '--now', proxyService] as const] : []),
      ['systemctl', 'enable', '--now', 'ovirt-scheduler.service'] as const,
    ],
  }
}

/** Copies what was planned; the service takes new files up within seconds. */
export function copyPlugins({ copies }: TakeOver, target: string): void {
  mkdirSync(target, { recursive: true })
  for (const { from, to } of copies) copyFileSync(from, to)
}
