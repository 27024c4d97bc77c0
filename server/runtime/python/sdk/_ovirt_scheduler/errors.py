"""The errors of both stand-ins. Their names are those of the real SDKs, so that `except` clauses keep working."""


class Error(Exception):
    code = None
    fault = None


class ConnectionError(Error):
    pass


class AuthError(Error):
    pass


class NotFoundError(Error):
    code = 404


class ReadOnlyError(Error):
    def __init__(self, name):
        super().__init__(
            '"%s" would change the engine, which a plugin of the scheduler cannot: '
            'print the VM and its hosts from do_balance instead, and the scheduler moves it' % name
        )


# Methods and prefixes of methods by which the real SDKs change something.
CHANGES = frozenset(
    'activate add approve attach cancel_migration clone commit_net_config create deactivate delete detach export '
    'fence force_select_spm freeze_filesystems install iscsi_discover iscsi_login logon maintenance migrate move '
    'reboot refresh remove reorder_mac_addresses reset resume setup_networks shutdown start stop suspend '
    'sync_all_networks thaw_filesystems ticket undo_snapshot unlock update upgrade'.split()
)


def refuse_or_explain(owner, name, known):
    """For `__getattr__`: a change is refused when it is called, and anything else is named as missing."""
    if name in CHANGES or name.startswith('set_'):

        def refuse(*_args, **_kwargs):
            raise ReadOnlyError(name)

        return refuse
    raise AttributeError(
        'the scheduler has no "%s" of %s to give; it has: %s' % (name, owner, ', '.join(sorted(known)))
    )
