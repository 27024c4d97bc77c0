import type { Configuration } from 'webpack'

export type BundleMode = 'production' | 'development'

export type PageBundle = Readonly<{
  name: string
  /** Entry name → HTML file. */
  pages: Readonly<Record<string, string>>
  outDir: string
  mode: BundleMode
  root: string
}>

/**
 * One set of pages. All URLs are relative, since neither the portal's path nor the plugin's is known here. Few files: the
 * portal revalidates each of them on every visit.
 */
export const webpackConfig = ({ name, pages, outDir, mode, root }: PageBundle): Configuration => ({
  name,
  mode,
  context: root,
  entry: { ...pages },
  target: ['web', 'es2022'],
  devtool: mode === 'production' ? false : 'source-map',
  output: {
    path: outDir,
    filename: '[name].[contenthash:8].js',
    cssFilename: '[name].[contenthash:8].css',
    chunkFilename: '[name].[contenthash:8].js',
    cssChunkFilename: '[name].[contenthash:8].css',
    htmlFilename: '[name].html',
    assetModuleFilename: 'assets/[name].[hash:8][ext]',
    publicPath: 'auto',
    clean: true,
  },
  resolve: { extensionAlias: { '.js': ['.ts', '.tsx', '.js'] } },
  module: {
    rules: [
      {
        test: /\.tsx?$/,
        exclude: /node_modules/,
        loader: 'esbuild-loader',
        options: { target: 'es2022', jsx: 'automatic' },
      },
    ],
  },
  // PatternFly has a sheet for each component and none builds on another: parts may load them in any order.
  ignoreWarnings: [/Conflicting order between css \S*@patternfly\S* and css \S*@patternfly\S*/],
  performance: false, // held by our own budget, which counts what a page really loads
  cache: { type: 'filesystem', name: `${name}-${mode}` },
  infrastructureLogging: { level: 'error' },
})
