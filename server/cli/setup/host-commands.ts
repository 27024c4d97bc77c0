import { hasProxyService, proxyService } from '../import-proxy/proxy-service.ts'
import type { HostCommand, RunCommand } from './setup-step.ts'

/**
 * What makes the engine call us, in the order in which it must be done: it discovers policy units only when it starts, and asks then.
 * `run` is used to learn what is set now, so that it can be put back. `root`: of the machine, empty for this one.
 */
export function hostCommands(xmlrpcPort: number, run: RunCommand, root: string): HostCommand[] {
  const url = `http://localhost:${xmlrpcPort}/`
  return [
    { ...engineConfig('ExternalSchedulerEnabled', 'true', run), why: 'has the engine call an external scheduler' },
    { ...engineConfig('ExternalSchedulerServiceURL', url, run), why: 'tells it where that is' },
    ...(hasProxyService(root) ? [stopProxy(run)] : []),
    {
      command: ['systemctl', 'enable', '--now', 'ovirt-scheduler.service'],
      why: 'starts the service, now and with the machine',
      undo: () => [stopService],
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

const stopService = ['systemctl', 'disable', '--now', 'ovirt-scheduler.service'] as const

/** Only one of the two can have the port, and only one may be started with the machine. */
function stopProxy(run: RunCommand): HostCommand {
  const isEnabled = () => run(['systemctl', 'is-enabled', proxyService]).status === 0
  return {
    command: ['systemctl', 'disable', '--now', proxyService],
    why: 'ends the old daemon, whose port the service takes over',
    // What is undone first to commands is what was done first: the service has to give the port back here.
    undo: () => (isEnabled() ? [stopService, ['systemctl', 'enable', '--now', proxyService]] : []),
  }
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
