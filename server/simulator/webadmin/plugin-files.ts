import { type RequestHandler, Router } from 'express'
import type { PluginDescriptor } from './plugin-descriptors.ts'

const MAX_PATH = 512 // the engine's own limit

/**
 * `/<plugin>/<path>`: files of the plugins' resource directories, exactly as named. No login, no directory index. What the
 * engine's servlet does not find it answers with a bare 404, and so do we.
 */
export function pluginFiles(find: (name: string) => PluginDescriptor | undefined): Router {
  const router = Router()

  const serve: RequestHandler<{ name: string; path: string[] }> = (req, res) => {
    const path = req.params.path.join('/')
    const dir = find(req.params.name)?.resourceDir
    if (dir === undefined || path.length > MAX_PATH || /\.\.|\.\//.test(path) || req.path.includes('//')) {
      res.status(404).end()
      return
    }
    // Revalidated each time, even hashed bundles; the tag is weak, of size and modification time.
    res.set({
      'Cache-Control': 'no-cache',
      Pragma: 'no-cache',
      Expires: new Date(Date.now() - 86_400_000).toUTCString(),
    })
    res.sendFile(path, { root: dir, cacheControl: false, dotfiles: 'allow' }, error => {
      if (error === undefined || res.headersSent) return
      res.status(404).end()
    })
  }
  router.get('/:name/*path', serve)
  router.use((req, res) => {
    res.status(req.method === 'GET' || req.method === 'HEAD' ? 404 : 405).end()
  })
  return router
}
