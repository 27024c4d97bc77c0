/** The XML-RPC door under documents that are none: every request gets a clear answer, and the door stays open. */
import { expect, it } from 'vitest'
import { H1, VM } from '../fakes/asked-units.ts'
import { filterCall, hostileDoor, oneHost, pass } from '../fakes/hostile-door.ts'
import { startEndpoint } from '../fakes/start-endpoint.ts'
import { hostileDocuments } from './hostile-documents.ts'

hostileDocuments(hostileDoor(), filterCall())

it('strips control characters that a unit puts into its message', async () => {
  const shout = () => {
    throw new Error('\u001b[31mred\u0000\ud800 <&>')
  }
  const running = await startEndpoint([{ ...pass, filter: shout }], { snapshot: oneHost })
  try {
    const reply = await running.call('runFilters', ['pass'], [H1], VM, {})
    expect(reply).toMatchObject({ plugin_errors: { pass: ['pass failed: [31mred <&>'] } })
  } finally {
    await running.close()
  }
})
