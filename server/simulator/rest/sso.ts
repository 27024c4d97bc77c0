import express, { type Response, Router } from 'express'
import type { World } from '../world/world.ts'
import { findUser } from './find-user.ts'
import type { Sessions } from './sessions.ts'

const NEVER = '9223372036854775807' // the largest Java long: no absolute limit
const API_SCOPE = 'ovirt-app-api'
const GRANTED_SCOPES = [
  API_SCOPE,
  'ovirt-ext=token-info:authz-search',
  'ovirt-ext=token-info:public-authz-search',
  'ovirt-ext=token-info:validate',
  'ovirt-ext=token:password-access',
].join(' ')

/** `/ovirt-engine/sso`: password grant, token check, revocation, status. Every refusal is a 400. */
export function ssoRouter(world: World, sessions: Sessions): Router {
  const router = Router()
  router.use(express.urlencoded({ extended: false, limit: '64kb' }))

  router.post('/oauth/token', (req, res) => {
    const form = fields(req.body)
    const refuse = refusal(res, form)
    if (req.get('accept') !== 'application/json') return refuse('invalid_request', 'Unsupported Accept header')
    if (form.get('grant_type') !== 'password')
      return refuse('unsupported_grant_type', `The grant type ${form.get('grant_type') ?? ''} is not supported.`)
    const scope = form.get('scope') ?? ''
    if (scope === '') return refuse('invalid_scope', 'The required scope is missing.')
    const username = form.get('username') ?? ''
    const user = findUser(world.state, username, form.get('password') ?? '')
    if (user === undefined)
      return refuse('access_denied', `Cannot authenticate user '${username}': The user name or password is incorrect.`)
    return res.json({
      access_token: sessions.open(user.id).token,
      scope: GRANTED_SCOPES,
      exp: NEVER,
      token_type: 'bearer',
    })
  })

  router.post('/oauth/token-info', (req, res) => {
    const form = fields(req.body)
    const refuse = refusal(res, form)
    if (form.get('scope') !== 'ovirt-ext=token-info:validate' || form.has('client_id'))
      return refuse('unauthorized_client', 'The client is not authorized to request the information of this token.')
    if (sessions.peek(form.get('token') ?? '') === undefined)
      return refuse('invalid_grant', 'The provided authorization grant has expired.')
    return res.json({})
  })

  // The engine wants a registered client here; the simulator has none to register.
  router.post('/oauth/revoke', (req, res) =>
    refusal(res, fields(req.body))('unauthorized_client', 'The client is not registered.'),
  )

  router.get('/status', (_req, res) => {
    res.json({ status: 'active', status_description: 'SSO Webapp Welcome Page', version: '0' })
  })
  return router
}

/** OAuth errors come in two forms: with the API scope the code is in `error_code`, otherwise in `error`. */
function refusal(res: Response, form: ReadonlyMap<string, string>): (code: string, text: string) => Response {
  return (code, text) =>
    res
      .status(400)
      .json(
        form.get('scope')?.split(' ').includes(API_SCOPE)
          ? { error_code: code, error: text }
          : { error: code, error_description: text },
      )
}

/** The form as text; a repeated or nested field counts as absent. */
export function fields(body: unknown): ReadonlyMap<string, string> {
  const pairs = typeof body === 'object' && body !== null ? Object.entries(body) : []
  return new Map(pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
}
