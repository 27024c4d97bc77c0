import { agentCommand } from '../../protocol/libvirt/agent-procedures.ts'
import type { HostAccess } from '../host-client.ts'
import { HostError } from '../host-error.ts'
import type { Ask } from './ask.ts'
import { domainOf } from './change-host.ts'
import { isLibvirtError, libvirtCodes } from './libvirt-error.ts'

/** How long the agent may take, and how long we wait, which is longer where others talk to it, or to one of another VM. */
const AGENT_S = 5
const PATIENCE_MS = 15_000

/** See `HostAccess`. The call itself stays open until libvirt answers it, and others for guests behind it. */
export function guestAgent(ask: Ask): NonNullable<HostAccess['askGuestAgent']> {
  return async (vmId, command, signal) => {
    const patience = AbortSignal.timeout(PATIENCE_MS)
    const either = AbortSignal.any([signal, patience])
    const asked = { domain: domainOf(vmId), command: JSON.stringify(command), timeoutS: AGENT_S }
    try {
      return returned(await ask(agentCommand, asked, either), command.execute)
    } catch (error) {
      if (isLibvirtError(error, libvirtCodes.argumentUnsupported)) {
        throw new HostError('host-unsupported', `The VM has no channel for a guest agent: ${error.message}`, error)
      }
      if (error !== patience.reason) throw error
      throw new HostError('host-timeout', `The guest agent did not answer ${command.execute} in time.`)
    }
  }
}

/** What the guest says is no fault of libvirt: the connection is as good as before. */
function returned(answer: string | undefined, execute: string): unknown {
  try {
    const parsed: unknown = JSON.parse(answer ?? '')
    if (typeof parsed === 'object' && parsed !== null && 'return' in parsed) return parsed.return
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new HostError('host-refused', `The guest agent answered ${execute} with something that is no answer.`)
}
