import { json, type Router } from 'express'
import type { z } from 'zod'
import type { Person } from '../../shared/plan/doer.ts'
import type { Admit } from './admission.ts'
import type { Caller } from './callers.ts'
import { MAX_BODY_BYTES, parseBody, parseQuery } from './parse-request.ts'
import type { Route } from './route.ts'
import { sourceOf } from './source-of.ts'

type OutputOf<S> = S extends z.ZodType ? z.output<S> : undefined

/** What a route's function is given: everything checked, nothing of Express. */
export type Asked<R extends Route> = Readonly<{
  /** The `:id` of the path; empty where the path has none. */
  id: string
  query: OutputOf<R extends { query: infer Q } ? Q : undefined>
  body: OutputOf<R extends { body: infer B } ? B : undefined>
  caller: R['access'] extends 'open' ? undefined : Caller
  /** The caller as whoever changes something is written down: with where the request came from. */
  by: R['access'] extends 'open' ? undefined : Person
  /** Ends when the request's time is up. Not when the client leaves: what it asked to change goes on. */
  signal: AbortSignal
  /** Ends with `signal`, or when the client leaves: for work whose only use is the reply. */
  awaited: AbortSignal
  /** Sets the reply's Location to a path of this API. */
  locate(path: string): void
}>

export type Answer<R extends Route> = z.output<R['reply']>

/** Adds a route: admits, parses, answers. What is thrown goes to the one error mapper. */
export type Serve = <R extends Route>(route: R, answer: (asked: Asked<R>) => Answer<R> | Promise<Answer<R>>) => void

const REQUEST_DEADLINE_MS = 60_000

export const servingOn = (router: Router, admit: Admit): Serve => {
  const parseJson = json({ limit: MAX_BODY_BYTES })

  return (route, answer) => {
    router[route.method](
      route.path,
      async (req, res, next) => {
        res.locals.route = route.path
        res.locals.caller = await admit(req, route.access)
        next()
      },
      // Nobody's body is read before it is known who sends it.
      ...(route.body ? [parseJson] : []),
      async (req, res) => {
        const signal = AbortSignal.timeout(REQUEST_DEADLINE_MS)
        const left = new AbortController()
        res.once('close', () => left.abort())
        const reply = await answer({
          id: 'id' in req.params ? req.params.id : '',
          query: route.query && parseQuery(route.query, req),
          body: route.body && parseBody(route.body, req),
          caller: res.locals.caller,
          by: res.locals.caller && { user: res.locals.caller.user, from: sourceOf(req, res) },
          signal,
          awaited: AbortSignal.any([signal, left.signal]),
          locate: path => res.location(`${req.baseUrl}${path}`),
        } as Asked<typeof route>)
        res.status(route.status).json(reply)
      },
    )
  }
}
