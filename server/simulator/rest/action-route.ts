import type { RequestHandler } from 'express'
import type { Wire } from '../wire/types.ts'
import { EngineFault } from '../world/world.ts'
import { type Context, contextOf } from './context.ts'
import { statusOf, toFault } from './error-reply.ts'
import { sendObject } from './reply.ts'
import { readBody } from './request-body.ts'
import { param } from './resource-routes.ts'

type Perform = (
  context: Context,
  id: string,
  action: Wire<'action'>,
) => Wire<'action'> | undefined | Promise<Wire<'action'> | undefined>

/**
 * An action on `/{rel}/{id}`: echoes its input, with what `perform` adds. A refusal comes back inside the action, with
 * status `failed`, because that is where clients look for it.
 */
export function action(perform: Perform): RequestHandler {
  return async (req, res) => {
    const input = readBody(req, 'action')
    try {
      const added = await perform(contextOf(req), param(req, 'id'), input)
      sendObject(req, res, 'action', { ...input, ...added, status: 'complete' })
    } catch (error) {
      if (!(error instanceof EngineFault) || error.kind === 'missing') throw error
      sendObject(req, res, 'action', { ...input, status: 'failed', fault: toFault(error) }, statusOf(error))
    }
  }
}

/** An action the engine lists and the simulator does not perform. */
export const notSimulated: RequestHandler = action(() => {
  throw new EngineFault('invalid', ['The simulated engine does not perform this action.'])
})
