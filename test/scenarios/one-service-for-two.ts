import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import type { XmlRpcValue } from '../../server/protocol/xmlrpc/xml-rpc-value.ts'
import { callXmlRpc } from './call-xml-rpc.ts'
import type { Caller } from './sign-in.ts'
import {
  type Administrator,
  administrators,
  type Name,
  type ServiceForTwo,
  serveTwo,
  startTwoEngines,
  type TwoEngines,
} from './two-engines.ts'

export type OneServiceForTwo = {
  two: TwoEngines
  service: ServiceForTwo
  /** To be asked for anew after an engine was restarted. */
  users: Record<Name, Administrator>
  /** The service, as the administrator of one engine asks it about that engine. */
  at(name: Name): Caller
  hostIds(name: Name): Promise<string[]>
  /** As that engine calls it. */
  call(name: Name, method: string, ...params: XmlRpcValue[]): ReturnType<typeof callXmlRpc>
}

const justStarted = async () => ({ two: await startTwoEngines(), port: 0 })

/** Two engines and one service for both, before all tests of a file and until after them. `port`: on which the engines call it. */
export function oneServiceForTwo(
  start: () => Promise<Readonly<{ two: TwoEngines; port: number }>> = justStarted,
): OneServiceForTwo {
  const both = {
    at: name => both.users[name].at(both.service),
    hostIds: async name =>
      (await both.users[name].engine.get<{ host: { id: string }[] }>('/hosts')).host.map(({ id }) => id),
    call: (name, method, ...params) => callXmlRpc(`${both.service.xmlrpc}/engines/${name}/`, method, ...params),
  } as OneServiceForTwo
  beforeAll(async () => {
    const { two, port } = await start()
    const configFile = join(two.folder, 'config.yaml')
    two.writeConfig(configFile, { xmlrpc: { port } })
    both.two = two
    both.service = await serveTwo(configFile)
    both.users = await administrators(two.engines)
  }, 180_000)
  afterAll(async () => {
    await both.service.process.stop()
    await both.two.stop()
  })
  return both
}
