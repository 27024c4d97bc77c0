"""Which modules a plugin will import that may be imported ahead, once, in the zygote."""
import ast
import importlib
import os
import sys


def warm_imports(source, plugin_dir):
    """Imports what the plugin's top level imports, unless it lives in the plugin directory. Whatever fails, fails again
    in the process that really needs it, and is reported there."""
    try:
        statements = ast.parse(source).body
    except Exception:
        return
    for name, members in imported(statements):
        if lives_in(plugin_dir, name.partition('.')[0]):
            continue
        try:
            importlib.import_module(name)
            # `from package import name` may mean a submodule.
            if members:
                __import__(name, {}, {}, members)
        except BaseException:
            pass


def imported(statements):
    """(module, names taken from it), at the top level and inside its if, try and with."""
    for statement in statements:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                yield alias.name, []
        elif isinstance(statement, ast.ImportFrom):
            if statement.level == 0 and statement.module:
                yield statement.module, [alias.name for alias in statement.names if alias.name != '*']
        elif isinstance(statement, (ast.If, ast.Try, ast.With)):
            for field in ('body', 'orelse', 'finalbody'):
                yield from imported(getattr(statement, field, []))
            for handler in getattr(statement, 'handlers', []):
                yield from imported(handler.body)


def lives_in(plugin_dir, name):
    return any(entry.partition('.')[0] == name for entry in os.listdir(plugin_dir))


def has_threads():
    """A thread does not survive a fork, and a lock it held stays locked."""
    try:
        return len(os.listdir('/proc/self/task')) > 1
    except OSError:
        threading = sys.modules.get('threading')
        return threading is not None and threading.active_count() > 1
