/** Renders a part of the plugin as the portal would show it: texts, portal, and our REST API behind a fake `fetch`. */
import { cleanup, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, vi } from 'vitest'
import type { LiveEvent } from '../../shared/api/live-event.ts'
import { apiBase } from '../../shared/api/paths.ts'
import { ApiProvider } from '../../ui-plugin/api/api-context.tsx'
import { englishLater } from '../../ui-plugin/messages/english-later.ts'
import { type Loaded, loadMessages } from '../../ui-plugin/messages/load-messages.ts'
import { TextsProvider } from '../../ui-plugin/messages/use-texts.tsx'

export type FakeReply = Readonly<{ status?: number; body: unknown }>

/** `GET /clusters` → its reply; a function is asked for each call. */
export type FakeRoutes = Record<string, FakeReply | ((body: unknown) => FakeReply)>

export type FakeService = Readonly<{
  fetch: typeof fetch
  /** Method, path and parsed body of every call, the event stream left out. */
  calls: readonly Readonly<{ call: string; body: unknown; headers: Headers; credentials: string | undefined }>[]
  /** Sends a live event to the open stream. */
  tell(event: LiveEvent): void
  /** Ends the open stream. */
  hangUp(): void
}>

/** Our service as far as a browser sees it. A call that no route answers gets a proxy's 503 page. */
export function fakeService(routes: FakeRoutes): FakeService {
  const calls: { call: string; body: unknown; headers: Headers; credentials: string | undefined }[] = []
  const encoder = new TextEncoder()
  let stream: ReadableStreamDefaultController<Uint8Array> | undefined
  return {
    calls,
    async fetch(input, init = {}) {
      init.signal?.throwIfAborted()
      const path = String(input).replace(apiBase, '')
      if (path === '/events' && !Object.hasOwn(routes, 'GET /events')) {
        const body = new ReadableStream<Uint8Array>({
          start(controller) {
            stream = controller
          },
        })
        return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } })
      }
      const call = `${init.method ?? 'GET'} ${path}`
      const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
      calls.push({ call, body, headers: new Headers(init.headers), credentials: init.credentials })
      const route = Object.hasOwn(routes, call) ? routes[call] : undefined
      if (route === undefined) return new Response('<html>Service Unavailable</html>', { status: 503 })
      const reply = typeof route === 'function' ? route(body) : route
      return Response.json(reply.body, { status: reply.status ?? 200 })
    },
    tell: event => stream?.enqueue(encoder.encode(`data: ${JSON.stringify(event)}\n\n`)),
    hangUp() {
      stream?.close()
      stream = undefined
    },
  }
}

/** Room for everything, and motion too. */
const usualMedia = (query: string) => !query.includes('prefers-reduced-motion')

/** Renders below all providers. Nothing survives the test. */
export async function renderInPortal(page: ReactNode, service: FakeService, locale = 'en-US', media = usualMedia) {
  vi.stubGlobal('fetch', service.fetch)
  vi.stubGlobal('matchMedia', (query: string) => ({
    matches: media(query),
    addEventListener: () => {},
    removeEventListener: () => {},
  }))
  Element.prototype.scrollIntoView = () => {}
  HTMLCanvasElement.prototype.getContext = () => null
  const first: Loaded = await loadMessages(locale)
  const loaded = { ...first, messages: { ...englishLater, ...first.messages } }
  return render(
    <TextsProvider loaded={loaded}>
      <ApiProvider token={token} ended={<p>session ended</p>}>
        {page}
      </ApiProvider>
    </TextsProvider>,
  )
}

const token = () => 'portal-token'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  sessionStorage.clear()
})
