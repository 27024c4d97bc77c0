import { describe, expect, it } from 'vitest'
import { noGrant, parseGrants } from './parse-grants.ts'

describe('parseGrants', () => {
  it('gathers what each plugin may', () => {
    const { grants, problems } = parseGrants([
      'a:fetch=Metrics.example.com',
      'a:fetch=*.example.org:8443',
      'a:read=/etc/a b=c',
      'b_2:env=TOKEN',
      'b_2:network',
    ])
    expect(problems).toEqual([])
    expect([...grants]).toEqual([
      ['a', { ...noGrant, fetchHosts: ['metrics.example.com', '*.example.org:8443'], readable: ['/etc/a b=c'] }],
      ['b_2', { ...noGrant, environment: ['TOKEN'], network: true }],
    ])
  })

  const bad: { entry: string; problem: string }[] = [
    { entry: '', problem: 'is not understood' },
    { entry: 'a', problem: 'is not understood' },
    { entry: 'a:write=/tmp', problem: 'is not understood' },
    { entry: 'a:network=yes', problem: 'is not understood' },
    { entry: 'a.ts:network', problem: 'is not understood' },
    { entry: ':network', problem: 'is not understood' },
    { entry: 'a:fetch=', problem: 'is not understood' },
    { entry: 'a:read=etc/a', problem: 'needs an absolute path' },
    { entry: 'a:fetch=http://example.com', problem: 'needs a host name' },
    { entry: 'a:fetch=*', problem: 'needs a host name' },
    { entry: 'a:fetch=*.', problem: 'needs a host name' },
    { entry: 'a:fetch=a.*.com', problem: 'needs a host name' },
    { entry: 'a:fetch=example.com/path', problem: 'needs a host name' },
    { entry: 'a:fetch=user@example.com', problem: 'needs a host name' },
    { entry: 'a:fetch=example.com:port', problem: 'needs a host name' },
    { entry: 'a:env=TO KEN', problem: 'needs the name of an environment variable' },
    { entry: 'a:env=OVIRT_SCHEDULER_ENGINE_PASSWORD', problem: "the service's own settings" },
    { entry: 'a:env=NODE_OPTIONS', problem: 'is started' },
    { entry: 'a:env=LD_PRELOAD', problem: 'is started' },
    { entry: 'a:env=PATH', problem: 'is started' },
  ]
  it.each(bad)('refuses "$entry"', ({ entry, problem }) => {
    const { grants, problems } = parseGrants([entry, 'b:network'])
    expect([...grants.keys()]).toEqual(['b'])
    expect(problems).toEqual([expect.stringContaining(problem)])
    expect(problems[0]).toContain(`"${entry}"`)
  })
})
