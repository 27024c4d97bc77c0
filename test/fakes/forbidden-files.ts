import { type Attempt, read, write } from './forbidden-attempts.ts'

/** What a plugin must not do to files with `fs`, which it is given where it may read a file of its own. */
export const forbiddenFiles: readonly Attempt[] = [
  read('a file of the system', `'/etc/passwd'`),
  read("the service's configuration", 'facts.config'),
  read("the service's sources", 'facts.sources'),
  read('by a path that climbs', `facts.granted + '/../config.yaml'`),
  read('by a path of bytes', `Buffer.from('/etc/passwd')`),
  read('by a URL', `new URL('file:///etc/passwd')`),
  read('the environment of the service', "'/proc/' + facts.pid + '/environ'"),
  read('the command line of the service', "'/proc/' + facts.pid + '/cmdline'"),
  read('the memory map of the service', "'/proc/' + facts.pid + '/maps'"),
  read('what the service holds open', "'/proc/' + facts.pid + '/fd/1'"),
  {
    what: 'read the memory of the service',
    body: "const fd = fs.openSync('/proc/' + facts.pid + '/mem', 'r'); return fs.readSync(fd, Buffer.alloc(1), 0, 1, 4194304)",
  },
  write('into /tmp', `'/tmp/sandbox-test-written'`),
  write('into the root', `'/sandbox-test-written'`),
  write('into /usr', `'/usr/sandbox-test-written'`),
  write('into /dev/shm', `'/dev/shm/sandbox-test-written'`),
  write('the file it may read', 'facts.granted'),
  write("the service's configuration", 'facts.config'),
  write("the kernel's settings", `'/proc/sys/kernel/hostname'`),
  {
    what: 'list a folder',
    body: `return fs.readdirSync(facts.scratch).filter(name => name !== 'granted.txt').join() || undefined`,
  },
  {
    what: 'see whether a file exists',
    body: `return fs.existsSync(facts.config) || fs.existsSync('/etc/passwd') ? 'seen' : undefined`,
  },
  {
    what: 'make a symbolic link and follow it',
    body: `const at = facts.scratch + '/link'; fs.symlinkSync('/etc/passwd', at); return fs.readFileSync(at, 'latin1')`,
  },
  { what: 'make a hard link', body: `fs.linkSync(facts.granted, facts.scratch + '/hard'); return 'linked'` },
  { what: 'rename', body: `fs.renameSync(facts.granted, facts.scratch + '/renamed'); return 'renamed'` },
  { what: 'remove', body: `fs.rmSync(facts.granted); return 'removed'` },
  { what: 'change the mode', body: `fs.chmodSync(facts.granted, 0o777); return 'changed'` },
  {
    what: 'watch a folder',
    body: `const watcher = fs.watch('/root'); const end = Promise.withResolvers(); watcher.on('error', end.reject); setImmediate(end.resolve); await end.promise; watcher.close(); return 'watching'`,
  },
  {
    what: 'stream a file',
    body: `let text = ''; for await (const chunk of fs.createReadStream('/etc/passwd')) text += chunk; return text`,
  },
  { what: 'open a file as a blob', body: `return await (await fs.openAsBlob('/etc/passwd')).text()` },
  { what: 'copy', body: `fs.cpSync('/etc', '/tmp/sandbox-test-written', { recursive: true }); return 'copied'` },
  // CVE-2026-106073, mended in Node 26.12.1.
  { what: 'resolve a path outside (realpath)', body: `return fs.realpathSync('/root')`, only: 'kernel' },
]
