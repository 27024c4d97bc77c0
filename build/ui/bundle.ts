/** `node build/ui/bundle.ts [--development]`: the UI plugin and the stand-in portal page into `dist/`. */
import { cpSync, existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import webpack, { type Module, type MultiStats } from 'webpack'
import { budgetReport } from './size-budget.ts'
import { type BundleMode, type PageBundle, webpackConfig } from './webpack-config.ts'

export type BundleOptions = Readonly<{
  mode: BundleMode
  /** Receives `ui-plugin/` and `webadmin/`; `dist/` of the tree unless given. */
  out?: string
  /** Told how far the build is, 0..1, and what it does. */
  onProgress?: (share: number, what: string) => void
}>

const root = fileURLToPath(new URL('../..', import.meta.url))
const DIST = join(root, 'dist')
const RESOURCES = 'ovirt-scheduler-resources'
const DESCRIPTOR = 'ovirt-scheduler.json'
const STATIC = join(root, 'ui-plugin/static')
/** The part that the page shows first, by the name of its chunk. */
const FIRST_PART = 'overview'
const WEBADMIN_PAGE = 'server/simulator/webadmin/page'

/** Everything whose change changes the pages. */
const sources = ['ui-plugin', 'shared', WEBADMIN_PAGE, 'build/ui', 'package-lock.json']

/**
 * Builds both sets of pages. Resolves with the files that went into them, those of packages among them. Throws with the
 * compiler's messages, or with the figures when a page is over its budget.
 */
export async function bundleUi({ mode, out = DIST, onProgress }: BundleOptions): Promise<string[]> {
  const resources = join(out, 'ui-plugin', RESOURCES)
  const bundles: PageBundle[] = [
    {
      name: 'ui-plugin',
      pages: {
        plugin: './ui-plugin/static/plugin.html',
        page: './ui-plugin/static/page.html',
      },
      outDir: resources,
      mode,
      root,
    },
    {
      name: 'webadmin',
      pages: { index: `./${WEBADMIN_PAGE}/index.html` },
      outDir: join(out, 'webadmin'),
      mode,
      root,
    },
  ]
  const stats = await compile(bundles, onProgress)
  // Only what is shipped has a budget: a development build is not minified.
  if (mode === 'production') {
    const report = budgetReport(resources, { page: 'page.html', asked: filesOfPart(stats, FIRST_PART) })
    if (report.overBudget) throw new Error(`The pages are too large.\n${report.text}`)
    console.log(report.text)
  }
  // Last: its time tells that everything before it was written.
  cpSync(join(STATIC, DESCRIPTOR), join(out, 'ui-plugin', DESCRIPTOR))
  return bundledFiles(stats)
}

/** Whether `dist/` holds pages that are newer than everything they are built from. */
export function isBundleFresh(): boolean {
  const built = join(DIST, 'ui-plugin', DESCRIPTOR)
  if (!existsSync(built) || !existsSync(join(DIST, 'webadmin/index.html'))) return false
  const builtMs = statSync(built).mtimeMs
  return sources.every(source => newestMs(join(root, source)) < builtMs)
}

function newestMs(path: string): number {
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.mtimeMs
  const inside = readdirSync(path).map(name => newestMs(join(path, name)))
  return Math.max(stats.mtimeMs, ...inside)
}

function compile(bundles: readonly PageBundle[], onProgress: BundleOptions['onProgress']): Promise<MultiStats> {
  const compiler = webpack(bundles.map(webpackConfig))
  if (onProgress) new webpack.ProgressPlugin((share, what) => onProgress(share, what)).apply(compiler)
  return new Promise((resolve, reject) => {
    compiler.run((failure, stats) => {
      // Closing writes the cache; only then may the process end.
      compiler.close(closeFailure => {
        const error = failure ?? closeFailure ?? compileError(stats)
        if (error || stats === undefined) reject(error ?? new Error('The compiler gave no statistics.'))
        else resolve(stats)
      })
    })
  })
}

/** The files of a part that loads when it is opened. Throws when no chunk has the name: it would weigh nothing. */
function filesOfPart(stats: MultiStats, name: string): string[] {
  const { children = [] } = stats.toJson({ all: false, chunkGroups: true })
  const assets = children.flatMap(({ namedChunkGroups }) => namedChunkGroups?.[name]?.assets ?? [])
  if (assets.length === 0) throw new Error(`No chunk is named ${name}; the size of the first screen cannot be held.`)
  return assets.map(asset => asset.name)
}

/** The files of all modules that are in some chunk; what was read and then left out as unused is in none. */
function bundledFiles({ stats }: MultiStats): string[] {
  return stats.flatMap(({ compilation }) =>
    [...compilation.modules]
      .filter(module => compilation.chunkGraph.getNumberOfModuleChunks(module) > 0)
      .flatMap(module => ('modules' in module ? [...(module.modules as Iterable<Module>)] : [module]))
      .flatMap(module => module.nameForCondition() ?? []),
  )
}

function compileError(stats: MultiStats | undefined): Error | undefined {
  if (!stats?.hasErrors() && !stats?.hasWarnings()) return undefined
  return new Error(stats.toString({ preset: 'errors-warnings', colors: false }))
}

if (import.meta.main) {
  const started = performance.now()
  await bundleUi({ mode: process.argv.includes('--development') ? 'development' : 'production' })
  console.log(`The pages are in dist/ (${((performance.now() - started) / 1000).toFixed(1)} s)`)
}
