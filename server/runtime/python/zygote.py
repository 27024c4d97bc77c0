"""A warm interpreter for one plugin file, from which every load and every call is forked: `zygote.py PLUGIN [--cold]`.

Commands come as JSON lines on stdin, replies go as JSON lines to stdout; README.md lists them. The fork's own stdin is
empty and its stdout and stderr are pipes to here. Python 3.6 or newer, standard library only.
"""
import sys

AT_START = frozenset(sys.modules)

import atexit  # noqa: E402, F401 - the fork runs its handlers
import gc  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import selectors  # noqa: E402
import signal  # noqa: E402
import time  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
SDK = os.path.join(HERE, 'sdk')
sys.path[:] = [SDK, HERE] + [place for place in sys.path if os.path.abspath(place or '.') != HERE]

import plugin_process  # noqa: E402
import plugin_run  # noqa: E402
import warm_imports  # noqa: E402
from _ovirt_scheduler import held_snapshot  # noqa: E402

sys.path.remove(HERE)

# Below the longest line the service reads. JSON may write six characters for one byte.
REPLY_CAP = 15 << 20
FACTS_PREFIX = b'{"do":"facts"'
CALL_OUTPUTS = ('stdout', 'stderr')
LOAD_OUTPUTS = ('stdout', 'stderr', 'found')


class Zygote:
    def __init__(self, plugin_file, commands, replies):
        name = os.path.splitext(os.path.basename(plugin_file))[0]
        self.loader = plugin_process.PluginLoader(name, plugin_file)
        plugin_process.PluginFinder(name, self.loader).install()
        self.uses_sdk = b'ovirtsdk' in read_or_empty(plugin_file)
        self.commands, self.replies = commands, replies
        self.pid = os.getpid()
        self.pending = []
        self.runs = {}
        self.spare = None
        self.wake_read, self.wake_write = os.pipe()
        for fd in (self.wake_read, self.wake_write):
            os.set_blocking(fd, False)
        signal.set_wakeup_fd(self.wake_write)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.commands, selectors.EVENT_READ, self.read_commands)
        self.selector.register(self.wake_read, selectors.EVENT_READ, lambda fd: os.read(fd, 4096))

    def serve(self):
        while True:
            is_idle = not self.runs and self.spare is None
            ready = self.selector.select(0 if is_idle else self.time_left())
            if is_idle and not ready:
                # The next call finds its process forked already.
                self.loader.compile_ahead()
                self.spare = self.fork(CALL_OUTPUTS)
            for key, _ in ready:
                key.data(key.fd)
            self.finish_runs()

    def time_left(self):
        deadlines = [run.deadline for run in self.runs.values() if not run.killed]
        return max(0, min(deadlines) - time.monotonic()) if deadlines else None

    def read_commands(self, fd):
        chunk = os.read(fd, 1 << 20)
        if not chunk:
            self.stop()
        lines = chunk.split(b'\n')
        self.pending.append(lines[0])
        for line in lines[1:]:
            whole, self.pending = b''.join(self.pending), [line]
            if whole.startswith(FACTS_PREFIX):
                held_snapshot.hold(whole)
                self.drop_spare()
            else:
                self.obey(whole)

    def obey(self, line):
        request = None
        try:
            command = json.loads(line.decode('utf-8'))
            request = command.get('id')
            if command['do'] == 'ping':
                self.reply({'id': request})
            elif command['do'] in ('load', 'call'):
                self.start(request, command, line)
            else:
                raise ValueError('unknown command')
        except BrokenPipeError:
            self.stop()
        except Exception as problem:
            self.reply({'id': request, 'error': '%s: %s' % (type(problem).__name__, str(problem)[:200])})

    def start(self, request, command, line):
        timeout_ms = float(command['timeoutMs'])
        if command['do'] == 'load':
            # Compiled in the fork, so that warnings about the source are seen once, here.
            self.loader.stamp = self.loader.code = None
            self.drop_spare()
            run = self.fork(LOAD_OUTPUTS)
        else:
            if self.loader.compile_ahead():
                self.drop_spare()
            run, self.spare = self.spare or self.fork(CALL_OUTPUTS), None
        if not run.begin(request, timeout_ms, line):
            # A spare that something killed.
            run.discard()
            run = self.fork(CALL_OUTPUTS)
            run.begin(request, timeout_ms, line)
        self.runs[run.pid] = run
        for read in run.pipes:
            os.set_blocking(read, False)
            self.selector.register(read, selectors.EVENT_READ, lambda fd: self.read_output(run, fd))

    def drop_spare(self):
        if self.spare is not None:
            self.spare.discard()
            self.spare = None

    def fork(self, outputs):
        """A process that waits for its command."""
        if self.uses_sdk and held_snapshot.is_unread():
            held_snapshot.read_quietly()
            freeze()
        pipes = {name: os.pipe() for name in outputs}
        go_read, go_write = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                self.become_plugin(pipes, go_write)
                command = plugin_process.wait_for_command(go_read)
                plugin_process.limit_resources(command.get('limits') or {})
                if command['do'] == 'load':
                    plugin_process.run_and_exit(plugin_process.load, command, pipes['found'][1])
                plugin_process.run_and_exit(plugin_process.call, command)
            finally:
                os._exit(70)
        os.close(go_read)
        for _, write in pipes.values():
            os.close(write)
        return plugin_run.Run(pid, go_write, {read: name for name, (read, _) in pipes.items()})

    def become_plugin(self, pipes, go_write):
        """In the fork: leaves nothing of the zygote open, ignored or handled."""
        os.setsid()
        die_with_zygote()
        if os.getppid() != self.pid:
            # It died before it could be asked for.
            os._exit(0)
        signal.set_wakeup_fd(-1)
        for which, handler in HANDLERS.items():
            signal.signal(which, handler)
        self.selector.close()
        others = list(self.runs.values()) + ([self.spare] if self.spare else [])
        for fd in [self.commands, self.replies, self.wake_read, self.wake_write, go_write]:
            os.close(fd)
        for run in others:
            for fd in [*run.pipes, *([run.go] if run.go is not None else [])]:
                os.close(fd)
        for name, (read, write) in pipes.items():
            os.close(read)
            if name != 'found':
                os.dup2(write, 1 if name == 'stdout' else 2)
                os.close(write)
        plugin_process.fresh_main()
        plugin_process.forget_shadowed(AT_START)
        plugin_process.reseed()
        gc.enable()

    def read_output(self, run, fd):
        try:
            chunk = os.read(fd, 1 << 18)
        except BlockingIOError:
            return
        if chunk:
            run.take(fd, chunk)
        else:
            self.close_pipe(run, fd)

    def close_pipe(self, run, fd):
        self.selector.unregister(fd)
        os.close(fd)
        del run.pipes[fd]

    def finish_runs(self):
        """The original waits for the end of the output, then for the process. So do we, until the deadline: what still
        holds a pipe after it, a background process of the plugin's for one, is killed or left to itself."""
        now = time.monotonic()
        for run in list(self.runs.values()):
            if now >= run.deadline and not run.killed:
                run.timed_out = True
                run.kill()
            if (run.pipes and not run.killed) or not run.has_exited():
                continue
            for fd in list(run.pipes):
                self.close_pipe(run, fd)
            del self.runs[run.pid]
            self.reply(run.end())

    def reply(self, reply):
        line = json.dumps(reply).encode('ascii') + b'\n'
        if len(line) > REPLY_CAP:
            reply.update(stdout='', overflow=True)
            line = json.dumps(reply).encode('ascii') + b'\n'
        left = memoryview(line)
        try:
            while left:
                left = left[os.write(self.replies, left):]
        except OSError:
            self.stop()

    def stop(self):
        for run in self.runs.values():
            run.kill()
        os._exit(0)


def read_or_empty(path):
    try:
        with open(path, 'rb') as file:
            return file.read()
    except OSError:
        return b''


def freeze():
    """What is there now is shared with the forks; a collection in one of them should not touch, and so copy, it."""
    gc.collect()
    getattr(gc, 'freeze', lambda: None)()


def take_protocol():
    """Private copies of stdin and stdout; whatever else writes there writes to /dev/null."""
    commands, replies = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    os.close(null)
    return commands, replies


def go_cold(commands, replies):
    """Starts over without importing anything ahead."""
    os.dup2(commands, 0)
    os.dup2(replies, 1)
    os.execv(sys.executable, [sys.executable, '-B', os.path.abspath(__file__), sys.argv[1], '--cold'])


def parent_death_signal():
    """Linux ties a fork to the life of the zygote. Elsewhere, and without ctypes, the limit of CPU time has to do."""
    try:
        import ctypes

        prctl = ctypes.CDLL(None).prctl
        return lambda: prctl(1, signal.SIGKILL)
    except Exception:
        return lambda: None


HANDLERS = {
    signal.SIGCHLD: signal.SIG_DFL,
    signal.SIGINT: signal.default_int_handler,
    signal.SIGTERM: signal.SIG_DFL,
}
die_with_zygote = parent_death_signal()


def main():
    plugin_file, cold = os.path.abspath(sys.argv[1]), '--cold' in sys.argv
    commands, replies = take_protocol()
    os.chdir(os.path.dirname(plugin_file))
    if not cold:
        sys.argv[2:] = []
        warm_imports.warm_imports(read_or_empty(plugin_file), os.path.dirname(plugin_file))
        if warm_imports.has_threads():
            go_cold(commands, replies)
    for stream in (sys.stdout, sys.stderr):
        plugin_process.flush(stream)
    sys.argv[:] = ['-c']
    sys.path.insert(0, '')
    for name in ('plugin_process', 'plugin_run', 'warm_imports'):
        del sys.modules[name]
    zygote = Zygote(plugin_file, commands, replies)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: zygote.stop())
    gc.disable()
    freeze()
    try:
        zygote.serve()
    except Exception as problem:
        zygote.reply({'error': '%s: %s' % (type(problem).__name__, problem)})
        zygote.stop()


if __name__ == '__main__':
    main()
