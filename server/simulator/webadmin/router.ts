import express, { Router } from 'express'
import { isLoggedIn } from './is-logged-in.ts'
import { type PluginDescriptor, readPluginDescriptors } from './plugin-descriptors.ts'
import { pluginFiles } from './plugin-files.ts'

export type WebadminOptions = Readonly<{
  /** The built page: `index.html` and what it loads. */
  bundleDir: string
  /** Directories with plugin descriptors, their `-config.json` and their resources. */
  pluginDirs: readonly string[]
  /** Where the `-config.json` are, when not beside the descriptors. */
  userDir?: string | undefined
  /** Told of plugins that cannot be used. */
  warn?: (sentence: string) => void
}>

/**
 * `/ovirt-engine/webadmin/…`, the stand-in Administration Portal: its page, the list of plugins for whoever is logged in,
 * and the plugins' files. Mount it at the root of the origin that also serves the engine's SSO and REST API.
 */
export function webadminRouter({
  bundleDir,
  pluginDirs,
  userDir,
  warn = sentence => process.emitWarning(sentence),
}: WebadminOptions): Router {
  let plugins: readonly PluginDescriptor[] | undefined
  const read = () => {
    plugins = readPluginDescriptors(pluginDirs, warn, userDir)
    return plugins
  }

  const router = Router()
  router.use((_req, res, next) => {
    res.set({
      'X-Frame-Options': 'SAMEORIGIN',
      'X-Content-Type-Options': 'nosniff',
      'X-XSS-Protection': '1; mode=block',
    })
    next()
  })

  // Read anew for each load of the page: installing a plugin takes a reload, not a restart.
  router.get('/plugin-definitions', async (req, res) => {
    if (!(await isLoggedIn(req))) {
      res.status(401).end()
      return
    }
    const pluginDefinitions = read().map(({ resourceDir: _, ...definition }) => definition)
    res.set('Cache-Control', 'no-store').json({ pluginDefinitions })
  })

  router.use(
    '/plugin',
    pluginFiles(name => (plugins ?? read()).find(plugin => plugin.name === name)),
  )

  // Relative URLs of plugins need the slash. The second name is the one old bookmarks have.
  router.get('/WebAdmin.html', (_req, res) => res.sendFile('index.html', { root: bundleDir, headers: revalidate }))
  router.use(express.static(bundleDir, { redirect: false, setHeaders: res => res.set(revalidate) }))

  const outer = Router({ strict: true })
  outer.get('/ovirt-engine/webadmin', (_req, res) => res.redirect('/ovirt-engine/webadmin/'))
  outer.use('/ovirt-engine/webadmin', router)
  return outer
}

const revalidate = { 'Cache-Control': 'no-cache' }
