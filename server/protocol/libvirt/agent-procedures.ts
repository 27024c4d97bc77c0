import { type DomainRef, encodeDomain } from './domain-ref.ts'
import type { Procedure } from './procedure.ts'
import { programs, qemuProcedureNumbers } from './procedure-numbers.ts'

/**
 * One command, as JSON, for the agent in a guest, and its answer, as JSON; libvirt sees to it that the two belong together.
 * An answer that is an error comes as an error. `timeoutS`: how long the agent may take once it is its turn.
 */
export const agentCommand: Procedure<
  Readonly<{ domain: DomainRef; command: string; timeoutS: number }>,
  string | undefined
> = {
  name: 'DOMAIN_AGENT_COMMAND',
  program: programs.qemu,
  number: qemuProcedureNumbers.DOMAIN_AGENT_COMMAND,
  changes: false,
  waitsForGuest: true,
  encode(writer, { domain, command, timeoutS }) {
    encodeDomain(writer, domain)
    writer.text(command)
    writer.i32(timeoutS)
    writer.u32(0)
  },
  decode: reader => reader.optional(() => reader.text()),
}
