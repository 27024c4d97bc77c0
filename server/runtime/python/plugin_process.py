"""What happens in a forked process: one fresh import of the plugin, one call, the end.

A plugin must not notice that it was forked. What `python3 -c "import m; m.C().do_filter(...)"` in the plugin directory
would see, it sees: `sys.argv`, `sys.path`, `__main__`, its files, and a module that nobody has imported before.
"""
import importlib.machinery
import importlib.util
import json
import os
import resource
import sys
import types

LIMITS = {
    'cpuSeconds': resource.RLIMIT_CPU,
    'addressSpaceBytes': resource.RLIMIT_AS,
    'dataBytes': resource.RLIMIT_DATA,
    'openFiles': resource.RLIMIT_NOFILE,
}
METHODS = ('do_filter', 'do_score', 'do_balance')


class PluginLoader(importlib.machinery.SourceFileLoader):
    """Loads the plugin from code compiled once in the zygote, so long as the file is still the one compiled."""

    code = None
    stamp = None

    def compile_ahead(self):
        """In the zygote, before a call; true if the file is a new one. A source that does not compile says so in the
        process that imports it."""
        stamp = file_stamp(self.path)
        if stamp == self.stamp:
            return False
        self.stamp, self.code = stamp, None
        try:
            self.code = self.source_to_code(self.get_data(self.path), self.path)
        except Exception:
            pass
        return True

    def get_code(self, fullname):
        return self.code or super().get_code(fullname)


class PluginFinder:
    """Finds the plugin where the path search would have found it, after built-in and frozen modules."""

    def __init__(self, name, loader):
        self.name = name
        self.loader = loader

    def find_spec(self, fullname, path=None, target=None):
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.loader.path, loader=self.loader)

    def install(self):
        places = [place for place, finder in enumerate(sys.meta_path) if finder is importlib.machinery.PathFinder]
        sys.meta_path.insert(places[0] if places else len(sys.meta_path), self)


def file_stamp(path):
    try:
        found = os.stat(path)
    except OSError:
        return None
    return (found.st_ino, found.st_size, found.st_mtime_ns)


def forget_shadowed(keep):
    """A file of the plugin directory goes before a module of the same name that only the zygote needed."""
    for entry in os.listdir('.'):
        name = entry.partition('.')[0]
        if name in sys.modules and name not in keep:
            for loaded in [loaded for loaded in sys.modules if loaded == name or loaded.startswith(name + '.')]:
                del sys.modules[loaded]


def reseed():
    """A fresh process has its own randomness; `random` sees to that by itself only since Python 3.7."""
    for name in ('random', 'numpy.random'):
        module = sys.modules.get(name)
        if module is not None:
            module.seed()


def fresh_main():
    main = types.ModuleType('__main__')
    main.__dict__['__builtins__'] = sys.modules['builtins']
    main.__loader__ = importlib.machinery.BuiltinImporter
    main.__doc__ = None
    sys.modules['__main__'] = main


def wait_for_command(go):
    """The command in JSON, when it comes; the end of the process when none will."""
    with open(go, 'rb') as commands:
        line = commands.read()
    if not line:
        os._exit(0)
    return json.loads(line.decode('utf-8'))


def limit_resources(limits):
    set_limit(resource.RLIMIT_CORE, 0)
    for name, which in LIMITS.items():
        if name in limits:
            set_limit(which, int(limits[name]))


def set_limit(which, value):
    """As low as asked, or as low as it was already."""
    _, hard = resource.getrlimit(which)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (value, value))


def call(command):
    plugin = import_plugin(command['module'])
    getattr(getattr(plugin, command['class'])(), command['method'])(*command['args'])


def load(command, found_fd):
    """Writes what the module offers as JSON to `found_fd`; what the plugin prints meanwhile is not part of it."""
    plugin = import_plugin(command['module'])
    found = []
    try:
        for name in sorted(dir(plugin)):
            cls = getattr(plugin, name, None)
            if isinstance(cls, type):
                found.extend(describe(name, cls, method) for method in METHODS if hasattr(cls, method))
    except Exception as problem:
        # What was found before it counts, as with the original.
        print(problem, file=sys.stderr)
    with open(found_fd, 'w') as out:
        json.dump(found, out)


def describe(name, cls, method):
    doc = getattr(cls, method).__doc__
    regex = getattr(cls, 'properties_validation', '')
    return {
        'class': name,
        'method': method,
        'doc': str(doc) if doc else '',
        'regex': str(regex),
        'regexType': type(regex).__name__,
    }


def import_plugin(module):
    __import__(module)
    return sys.modules[module]


def run_and_exit(work, *args):
    """Runs to the end as the interpreter would: error on stderr, threads joined, exit handlers run, output flushed."""
    code = 0
    try:
        work(*args)
    except SystemExit as stop:
        code = exit_code(stop)
    except BaseException as problem:
        code = 1
        show(problem)
    try:
        threading = sys.modules.get('threading')
        if threading is not None:
            threading._shutdown()
        sys.modules['atexit']._run_exitfuncs()
    except BaseException as problem:
        show(problem)
    # 120 is what the interpreter answers when the last output cannot be written.
    os._exit(code if flush(sys.stdout) and flush(sys.stderr) else 120)


def exit_code(stop):
    if stop.code is None:
        return 0
    if isinstance(stop.code, int):
        return stop.code & 0xFF
    print(stop.code, file=sys.stderr)
    return 1


def show(problem):
    trace = problem.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    try:
        sys.excepthook(type(problem), problem.with_traceback(trace), trace)
    except BaseException:
        pass


def flush(stream):
    try:
        if stream is not None and not stream.closed:
            stream.flush()
        return True
    except BaseException:
        return False
