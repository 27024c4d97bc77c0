import type { HostCommand, RunCommand } from './setup-step.ts'

/**
 * What makes the engine call us, in the order in which it must be done: it discovers policy units only when it starts, and asks then.
 * `run` is used to learn what is set now, so that it can be put back.
 */
export function hostCommands(xmlrpcPort: number, run: RunCommand): HostCommand[] {
  const url = `http://localhost:${xmlrpcPort}/`
  return [
    { ...engineConfig('ExternalSchedulerEnabled', 'true', run), why: 'has the engine call an external scheduler' },
    { ...engineConfig('ExternalSchedulerServiceURL', url, run), why: 'tells it where that is' },
    {
      command: ['systemctl', 'enable', '--now', 'ovirt-scheduler.service'],
      why: 'starts the service, now and with the machine',
      undo: () => [['systemctl', 'disable', '--now', 'ovirt-scheduler.service']],
    },
    {
      command: ['systemctl', 'reload', 'httpd.service'],
      why: 'has the web server pass our REST API on',
      undo: () => [['systemctl', 'reload', 'httpd.service']],
    },
    {
      command: ['systemctl', 'restart', 'ovirt-engine.service'],
      why: 'has the engine ask which policy units there are; it does so only when it starts. The portal is away for a minute, VMs are not',
      undo: () => [['systemctl', 'restart', 'ovirt-engine.service']],
    },
  ]
}

function engineConfig(key: string, value: string, run: RunCommand): Omit<HostCommand, 'why'> {
  return {
    command: ['engine-config', '-s', `${key}=${value}`],
    undo() {
      // "KEY: VALUE version: general", as the tool prints it.
      const { status, output } = run(['engine-config', '-g', key])
      const before = new RegExp(`^${key}: (.*?)(?: version: \\w+)?$`, 'm').exec(output)?.[1]
      return status === 0 && before !== undefined && before !== value
        ? [['engine-config', '-s', `${key}=${before}`]]
        : []
    },
  }
}

/** As it would be typed. */
export const commandText = (command: readonly string[]): string =>
  command.map(word => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ')
