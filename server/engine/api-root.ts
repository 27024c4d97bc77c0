import type { EngineHttp } from './engine-http.ts'
import { find, findInteger, findNumber, findText, readWhole, text } from './wire.ts'

/** What the entry point of the API says of the engine and of who asks. */
export type ApiRoot = Readonly<{
  /** e.g. 4.5.7-1.el9 */
  version: string
  /** The engine's clock. */
  timeMs: number | undefined
  userId: string
  /** The engine adds its summary only for holders of an administrative role. */
  summary?: Readonly<{ hosts: number; vms: number }>
}>

/** As the service, or as the portal user whose token is given. */
export async function readApiRoot(http: EngineHttp, signal: AbortSignal, bearer?: string): Promise<ApiRoot> {
  const reply = await http.get('', { signal, ...(bearer !== undefined && { bearer }) })
  return readWhole('GET /api', () => ({
    version: findText(reply, 'product_info.version.full_version') ?? majorMinor(reply),
    timeMs: findNumber(reply, 'time'),
    userId: text(reply, 'authenticated_user.id'),
    ...(find(reply, 'summary') !== undefined && {
      summary: {
        hosts: findInteger(reply, 'summary.hosts.total') ?? 0,
        vms: findInteger(reply, 'summary.vms.total') ?? 0,
      },
    }),
  }))
}

const majorMinor = (reply: unknown): string =>
  `${text(reply, 'product_info.version.major')}.${text(reply, 'product_info.version.minor')}`
