import { parseHostConnections } from './host-connections.ts'
import type { Config } from './settings.ts'

const files = ['hosts.caFile', 'hosts.certificateFile', 'hosts.keyFile'] as const

/** What does not fit together in the settings of the hosts, each with its fix. Reads no file. */
export function hostAccessProblems(config: Config): string[] {
  const { rules } = parseHostConnections(config['hosts.connect'])
  const missing = files.filter(name => config[name] === '')
  const wants = (['vdsm', 'libvirt+tls'] as const).filter(
    kind => rules.kinds.has(kind) && (kind !== 'vdsm' || config['hosts.vdsmTls']),
  )
  const problems: string[] = []
  if (wants.length > 0 && missing.length > 0) {
    const unless = wants.includes('vdsm') ? ' (hosts.vdsmTls: false only where vdsm has ssl=false)' : ''
    problems.push(
      `hosts.connect has ${wants.join(' and ')}, for which there must be ${missing.join(', ')}; set ${
        missing.length > 1 ? 'them' : 'it'
      }${unless}`,
    )
  }
  const [user, passwordFile] = [config['hosts.saslUser'], config['hosts.saslPasswordFile']]
  if (user !== '' && passwordFile === '')
    problems.push('hosts.saslUser is set without hosts.saslPasswordFile; set both, or neither')
  if (user === '' && passwordFile !== '')
    problems.push('hosts.saslPasswordFile is set without hosts.saslUser; set both, or neither')
  return problems
}
