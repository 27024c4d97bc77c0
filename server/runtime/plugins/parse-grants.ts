/** What the operator lets one plugin do beyond computing. */
export type Grant = Readonly<{
  /** Hosts that the service fetches from for it; `*.example.com` stands for every name below. */
  fetchHosts: readonly string[]
  /** Files and folders it may read. */
  readable: readonly string[]
  /** Variables of the service's environment that it is given. */
  environment: readonly string[]
  /** Python only: the machine's network. */
  network: boolean
}>

export const noGrant: Grant = { fetchHosts: [], readable: [], environment: [], network: false }

export type ParsedGrants = Readonly<{ grants: ReadonlyMap<string, Grant>; problems: readonly string[] }>

const form = /^([A-Za-z0-9_-]{1,128}):(fetch|read|env)=(.+)$|^([A-Za-z0-9_-]{1,128}):(network)$/

/** `NAME:fetch=HOST`, `NAME:read=/PATH`, `NAME:env=VARIABLE`, `NAME:network`; NAME is the plugin's file without ending. */
export function parseGrants(entries: readonly string[]): ParsedGrants {
  const grants = new Map<string, Grant>()
  const problems: string[] = []
  for (const entry of entries) {
    const [, name = '', what = '', value = '', networked = ''] = form.exec(entry) ?? []
    const problem = grantProblem(entry, name || networked, what, value)
    if (problem !== undefined) {
      problems.push(problem)
      continue
    }
    const plugin = name || networked
    const grant = grants.get(plugin) ?? noGrant
    grants.set(plugin, networked === '' ? extended(grant, what, value) : { ...grant, network: true })
  }
  return { grants, problems }
}

function grantProblem(entry: string, name: string, what: string, value: string): string | undefined {
  if (name === '') {
    return `units.grants: "${entry}" is not understood; write NAME:fetch=HOST, NAME:read=/PATH, NAME:env=VARIABLE or NAME:network`
  }
  if (what === 'read' && !value.startsWith('/')) return `units.grants: "${entry}" needs an absolute path`
  if (what === 'fetch' && !/^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$/i.test(value)) {
    return `units.grants: "${entry}" needs a host name such as metrics.example.com, with a port if it is not 443 or 80`
  }
  if (what === 'env' && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(value)) {
    return `units.grants: "${entry}" needs the name of an environment variable`
  }
  if (what === 'env' && value.startsWith('OVIRT_SCHEDULER_')) {
    return `units.grants: "${entry}" would hand a plugin the service's own settings, its password perhaps among them`
  }
  if (what === 'env' && /^(LD_|NODE_|PYTHON|PATH$)/.test(value)) {
    return `units.grants: "${entry}" would change how the plugin's process itself is started; use another name`
  }
  return undefined
}

function extended(grant: Grant, what: string, value: string): Grant {
  switch (what) {
    case 'fetch':
      return { ...grant, fetchHosts: [...grant.fetchHosts, value.toLowerCase()] }
    case 'read':
      return { ...grant, readable: [...grant.readable, value] }
    default:
      return { ...grant, environment: [...grant.environment, value] }
  }
}
