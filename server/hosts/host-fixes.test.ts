import { describe, expect, it } from 'vitest'
import { hostConnectionKinds } from '../../shared/model/watched-host.ts'
import { HostError, hostErrorCodes } from './host-error.ts'
import { fixOf, hostProblem } from './host-fixes.ts'

describe('fixOf', () => {
  it('has a sentence for everything that may go wrong on every connection', () => {
    for (const kind of hostConnectionKinds)
      for (const code of hostErrorCodes) expect(fixOf(code, kind)).toMatch(/^[A-Z].*\.$/)
  })

  it('knows that ssh has its keys elsewhere', () => {
    expect(fixOf('host-unreachable', 'libvirt+ssh')).toMatch(/known_hosts/)
    expect(fixOf('host-certificate', 'libvirt+tls')).toMatch(/hosts\.caFile/)
  })
})

describe('hostProblem', () => {
  it('lets nothing that a host said steer a terminal, and tells no novel', () => {
    const said = `\u001b[2J\u202e${'x'.repeat(10_000)}`
    const { message } = hostProblem(new HostError('host-refused', said), 'vdsm', 7)
    expect(message).toBe(`[2J ${'x'.repeat(496)}…`)
  })

  it('takes the code of a HostError, and what else is thrown for a lost connection', () => {
    const busy = hostProblem(new HostError('host-busy', 'Later.'), 'vdsm', 7)
    expect(busy).toMatchObject({ code: 'host-busy', message: 'Later.', atMs: 7 })
    expect(hostProblem('odd', 'vdsm', 7)).toMatchObject({ code: 'host-unreachable', message: 'odd' })
  })
})
