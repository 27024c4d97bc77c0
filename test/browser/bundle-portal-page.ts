import { fileURLToPath } from 'node:url'
import webpack from 'webpack'
import { webpackConfig } from '../../build/ui/webpack-config.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Builds the stand-in portal alone, as `npm run build` does, into `outDir`. */
export async function bundlePortalPage(outDir: string): Promise<void> {
  const pages = { index: './server/simulator/webadmin/page/index.html' }
  const compiler = webpack({
    ...webpackConfig({ name: 'webadmin', pages, outDir, mode: 'production', root }),
    cache: false,
  })
  await new Promise<void>((resolve, reject) => {
    compiler.run((failure, stats) => {
      const problem = failure ?? (stats?.hasErrors() ? new Error(stats.toString('errors-only')) : undefined)
      compiler.close(closeFailure => {
        if (problem ?? closeFailure) reject(problem ?? closeFailure)
        else resolve()
      })
    })
  })
}
