"""One forked process as the zygote sees it: waiting for its command, running, ended."""
import json
import os
import signal
import time

CAPS = {'stdout': 8 << 20, 'stderr': 64 << 10, 'found': 1 << 20}


class Run:
    """`outputs` holds what came through each pipe, `pipes` those still open. `go` takes the command, once."""

    def __init__(self, pid, go, pipes):
        self.pid = pid
        self.go = go
        self.pipes = pipes
        self.outputs = {name: bytearray() for name in pipes.values()}
        self.id = self.started = self.deadline = None
        self.timed_out = self.overflow = self.killed = False

    def begin(self, request, timeout_ms, line):
        """False if the process is gone already."""
        self.id = request
        self.started = time.monotonic()
        self.deadline = self.started + timeout_ms / 1000
        left = memoryview(line)
        try:
            while left:
                left = left[os.write(self.go, left):]
        except OSError:
            return False
        os.close(self.go)
        self.go = None
        return True

    def discard(self):
        """Ends one that will not be used."""
        self.kill()
        for fd in [self.go, *self.pipes]:
            os.close(fd)
        os.waitpid(self.pid, 0)

    def take(self, fd, chunk):
        """What came through a pipe. Kills a process that writes without end."""
        name = self.pipes[fd]
        output = self.outputs[name]
        output += chunk[:CAPS[name] - len(output)]
        if len(output) == CAPS[name] and not self.killed:
            self.overflow = True
            self.kill()

    def kill(self):
        self.killed = True
        # The process itself too: it may not have come to lead its group yet.
        for kill in (os.killpg, os.kill):
            try:
                kill(self.pid, signal.SIGKILL)
            except OSError:
                pass

    def has_exited(self):
        """Leaves it a zombie, so that its id still names its group."""
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def end(self):
        """Kills what the plugin left behind, takes the exit status and gives the reply."""
        self.kill()
        _, status = os.waitpid(self.pid, 0)
        signalled = os.WIFSIGNALED(status)
        reply = {
            'id': self.id,
            'exit': None if signalled else os.WEXITSTATUS(status),
            'signal': signal_name(os.WTERMSIG(status)) if signalled else None,
            'timedOut': self.timed_out,
            'overflow': self.overflow,
            # A byte that is no UTF-8 becomes a lone surrogate, which the reader can tell from text.
            'stdout': '' if self.overflow else self.outputs['stdout'].decode('utf-8', 'surrogateescape'),
            'stderr': self.outputs['stderr'].decode('utf-8', 'replace'),
            'ms': round((time.monotonic() - self.started) * 1000, 3),
        }
        if 'found' in self.outputs:
            reply['found'] = parse_or_none(self.outputs['found'])
        return reply


def signal_name(number):
    try:
        return signal.Signals(number).name
    except ValueError:
        return 'signal %d' % number


def parse_or_none(text):
    try:
        return json.loads(text.decode('utf-8'))
    except ValueError:
        return None
