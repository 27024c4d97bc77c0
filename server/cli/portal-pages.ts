import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Router } from 'express'
import { webadminRouter } from '../simulator/webadmin/router.ts'
import { CliFailure } from './outcome.ts'

// In the source tree this file is server/cli/, in a build it is inside dist/server/: both are two below the root.
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const dist = join(root, 'dist')

/** Descriptor and resources of our plugin, as they are built. */
export const pluginFolder = join(dist, 'ui-plugin')

/** Builds the pages when they are missing or older than their sources. Only a source tree can; a build brings them. */
export async function providePages(tell: (line: string) => void): Promise<void> {
  const bundler = join(root, 'build', 'ui', 'bundle.ts')
  if (!existsSync(bundler)) {
    if (existsSync(join(dist, 'webadmin'))) return
    throw new CliFailure(`the portal pages are missing from ${dist}; install the package again`)
  }
  const { bundleUi, isBundleFresh } = (await import(bundler)) as typeof import('../../build/ui/bundle.ts')
  if (isBundleFresh()) return
  tell('Building the portal pages (once, about 15 seconds) …')
  await bundleUi({ mode: 'production' })
}

/** The stand-in Administration Portal, with our plugin installed in it unless told where the plugins are. */
export const portalRouter = (pluginDir = pluginFolder, userDir?: string): Router =>
  webadminRouter({ bundleDir: join(dist, 'webadmin'), pluginDirs: [pluginDir], userDir })
