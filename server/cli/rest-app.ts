import express, { type Express } from 'express'
import { apiBase, apiPaths } from '../../shared/api/paths.ts'
import { type ApiDeps, apiApp } from '../api/api-app.ts'
import { metricsRouter } from '../api/metrics-router.ts'

/** The REST API under its base path, and `/metrics`. */
export function restApp(deps: ApiDeps): Express {
  const rest = express().disable('x-powered-by')
  rest.use(metricsRouter(deps))
  // What the list of units was called before there were plugins.
  rest.get(`${apiBase}/units`, (_req, res) => res.redirect(308, `${apiBase}${apiPaths.units}`))
  rest.use(apiBase, apiApp(deps))
  return rest
}
