// Makes `node` in node_modules/.bin the Node 26 that package.json pins, so that every npm script runs on it even where
// the machine's own Node is old. npm 10 does not link it by itself when a sibling optional package (another platform's)
// also has a bin called `node`. Plain CommonJS: it must run on any Node.
const fs = require('node:fs')
const path = require('node:path')
const { execFileSync } = require('node:child_process')

const WANTED_MAJOR = 26
const modules = path.join(__dirname, '..', 'node_modules')
if (!fs.existsSync(modules)) process.exit(0) // npm install --package-lock-only

const binary = path.join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node')
const link = path.join(modules, '.bin', 'node')
if (fs.existsSync(binary)) {
  fs.mkdirSync(path.dirname(link), { recursive: true })
  fs.rmSync(link, { force: true })
  fs.symlinkSync(path.relative(path.dirname(link), binary), link)
}

const runner = fs.existsSync(link) ? link : process.execPath
const version = execFileSync(runner, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim()
if (Number(version.split('.')[0]) < WANTED_MAJOR) {
  console.error(
    `ovirt-scheduler needs Node ${WANTED_MAJOR} or newer; this is ${version} on ${process.platform}-${process.arch}, ` +
      `for which no Node package is pinned. Install Node ${WANTED_MAJOR} from your distribution or nodejs.org and run npm ci again.`,
  )
  process.exit(1)
}
