/** The simulated engine behind a real port, and a caller that speaks JSON to it unless told otherwise. */

import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { createEngineHttp, type EngineHttp } from '../../server/engine/engine-http.ts'
import { type SimulatorOptions, simulatorApp } from '../../server/simulator/rest/app.ts'
import type { WorldOptions } from '../../server/simulator/world/create-world.ts'
import type { World } from '../../server/simulator/world/world.ts'
import { aLog } from './log.ts'
import { aWorld } from './sim-world.ts'

type Answer = Readonly<{ status: number; headers: Headers; text: string; json: Json }>
/** A reply's JSON, loosely: tests name what they expect to find. */
export type Json = { readonly [member: string]: Json | undefined } & Iterable<Json>

export type Call = Readonly<{
  method?: string
  /** undefined: without credentials. Default: the administrator's token. */
  token?: string | undefined
  headers?: Readonly<Record<string, string>>
  body?: unknown
}>

export type SimulatedEngine = Readonly<{
  world: World
  origin: string
  /** Of `admin@internal`. */
  token: string
  /** A token for one of the seeded users, whose password is the login. */
  logIn(login: string): Promise<string>
  /** Path below `/ovirt-engine/api`, or from the origin when it begins with `/ovirt-engine` or `/sim`. */
  call(path: string, call?: Call): Promise<Answer>
  get(path: string, call?: Call): Promise<Json>
}>

/** Started for one test and stopped with it. */
export async function aSimulatedEngine(
  options: SimulatorOptions = {},
  worldOptions: Partial<WorldOptions> = {},
): Promise<SimulatedEngine> {
  const world = aWorld(worldOptions)
  const server = await listen(world, options)
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const logIn = async (login: string) => {
    const reply = await fetch(`${origin}/ovirt-engine/sso/oauth/token`, {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'password',
        scope: 'ovirt-app-api',
        username: login.includes('@') ? login : `${login}@internal`,
        password: login,
      }),
    })
    return String(Object(await reply.json()).access_token)
  }
  const token = await logIn('admin')

  const call = async (path: string, request: Call = {}): Promise<Answer> => {
    const { method, body, headers = {} } = request
    const bearer = 'token' in request ? request.token : token
    const reply = await fetch(origin + (/^\/(ovirt-engine|sim)/.test(path) ? path : `/ovirt-engine/api${path}`), {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await reply.text()
    const isJson = reply.headers.get('content-type')?.includes('json') === true
    return { status: reply.status, headers: reply.headers, text, json: isJson ? JSON.parse(text) : {} }
  }

  const get = async (path: string, request?: Call) => {
    const answer = await call(path, request)
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.text}`)
    return answer.json
  }
  return { world, origin, token, logIn, call, get }
}

/** Our client of it, logged in as one of the seeded users, in `internal` unless a profile is named; closed when the test ends. */
export function connectTo({ origin }: Pick<SimulatedEngine, 'origin'>, login = 'admin', password = login): EngineHttp {
  const http = createEngineHttp({
    baseUrl: `${origin}/ovirt-engine`,
    username: login.includes('@') ? login : `${login}@internal`,
    password,
    requestTimeoutMs: 20_000,
    maxConcurrent: 4,
    retryDelaysMs: [1, 1],
    log: aLog().log,
  })
  onTestFinished(() => http.close())
  return http
}

async function listen(world: World, options: SimulatorOptions): Promise<Server> {
  const app = simulatorApp(world, options)
  const server = await new Promise<Server>(resolve => {
    const listening: Server = app.listen(0, '127.0.0.1', () => resolve(listening))
  })
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  })
  return server
}
