import type { Request, RequestHandler, Response } from 'express'

/** How a faulty answer looks. `html`: an error page as the proxy in front of the engine sends it. */
export type FaultKind = 'status' | 'html' | 'truncated' | 'slow' | 'reset'

export type HttpFault = Readonly<{
  kind: FaultKind
  /** Of `status` and `html`. */
  status: number
  /** Of `slow`: real milliseconds before the request is served as usual. */
  delayMs: number
  /** Only requests whose path, from `/ovirt-engine` or `/sim` on, contains this. */
  pathContains?: string
  /** How many requests it still hits. */
  remaining: number
}>

export type HttpFaults = Readonly<{
  add(fault: HttpFault): void
  /** Every answer is the proxy's 503 until switched back. */
  setDown(down: boolean): void
  /** Called each time it goes down, until the returned function is called: for replies that are still under way. */
  onDown(listener: () => void): () => void
  clear(): void
  list(): Readonly<{ down: boolean; faults: readonly HttpFault[] }>
  middleware: RequestHandler
}>

const REASONS: Readonly<Record<number, string>> = {
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Proxy Error',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

/** Makes the next requests fail in the ways an engine, or the proxy in front of it, fails. Oldest fault first. */
export function createHttpFaults(): HttpFaults {
  let faults: readonly HttpFault[] = []
  let down = false
  const downListeners = new Set<() => void>()

  const take = (path: string): HttpFault | undefined => {
    const hit = faults.find(({ pathContains }) => pathContains === undefined || path.includes(pathContains))
    if (hit !== undefined)
      faults = faults.flatMap(fault => {
        if (fault !== hit) return [fault]
        return fault.remaining > 1 ? [{ ...fault, remaining: fault.remaining - 1 }] : []
      })
    return hit
  }

  return {
    add(fault) {
      faults = [...faults, fault]
    },
    setDown(next) {
      down = next
      if (down) for (const listener of [...downListeners]) listener()
    },
    onDown(listener) {
      downListeners.add(listener)
      return () => downListeners.delete(listener)
    },
    clear() {
      faults = []
      down = false
    },
    list: () => ({ down, faults }),
    middleware(req, res, next) {
      if (down) return page(res, 503)
      const fault = take(req.originalUrl)
      return fault === undefined ? next() : fail(fault, req, res, next)
    },
  }
}

function fail(fault: HttpFault, req: Request, res: Response, next: () => void): void {
  switch (fault.kind) {
    case 'status':
      res.status(fault.status).end()
      return
    case 'html':
      page(res, fault.status)
      return
    case 'reset':
      req.socket.destroy()
      return
    case 'slow': {
      const timer = setTimeout(next, fault.delayMs)
      res.on('close', () => clearTimeout(timer))
      return
    }
    case 'truncated':
      truncate(res)
      next()
  }
}

/** The engine dies half way: right headers, half of the body as it would have gone out, then no connection. */
function truncate(res: Response): void {
  const chunks: Buffer[] = []
  const keep = (chunk: unknown) => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk))
  }
  const write = res.write.bind(res)
  res.write = (chunk: unknown) => {
    keep(chunk)
    return true
  }
  res.end = (chunk?: unknown) => {
    keep(chunk)
    const body = Buffer.concat(chunks)
    write(body.subarray(0, Math.ceil(body.length / 2)), () => res.socket?.destroy())
    return res
  }
}

function page(res: Response, status: number): void {
  const reason = REASONS[status] ?? 'Error'
  res
    .status(status)
    .type('html')
    .send(
      `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head><title>${status} ${reason}</title></head>` +
        `<body><h1>${reason}</h1><p>The server is temporarily unable to service your request.</p></body></html>\n`,
    )
}
