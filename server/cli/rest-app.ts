import express, { type Express } from 'express'
import { apiBase, apiPaths } from '../../shared/api/paths.ts'
import { type ApiDeps, apiApp } from '../api/api-app.ts'

/** The REST API of one engine under its base path, wherever that is mounted. */
export function restApp(deps: ApiDeps): Express {
  const rest = express().disable('x-powered-by')
  // What the list of units was called before there were plugins.
  rest.get(`${apiBase}/units`, (req, res) => res.redirect(308, `${req.baseUrl}${apiBase}${apiPaths.units}`))
  rest.use(apiBase, apiApp(deps))
  return rest
}
