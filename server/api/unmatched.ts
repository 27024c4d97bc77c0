import type { RequestHandler } from 'express'
import { ApiProblem } from './api-problem.ts'
import { allRoutes } from './routes.ts'

/** For whatever no route took: 405 with the methods that are allowed, when the path is one of ours, else 404. */
export const unmatched: RequestHandler = (req, res) => {
  const allowed = allRoutes
    .filter(({ path }) => patternOf(path).test(req.path))
    .map(({ method }) => method.toUpperCase())
  if (allowed.length === 0) throw new ApiProblem('not-found', `There is nothing at ${req.path}.`)
  res.set('Allow', allowed.join(', '))
  throw new ApiProblem('method-not-allowed', `${req.method} is not possible here.`)
}

const patternOf = (path: string): RegExp => new RegExp(`^${path.replaceAll('.', '\\.').replace(':id', '[^/]+')}/?$`)
