"""What the service knows of the engine, as the zygote was last told. Forks inherit it; nothing here uses a network."""
import json

from .errors import ConnectionError

KINDS = ('hosts', 'vms', 'clusters')

_line = None
_facts = None


class Facts:
    """The snapshot as the service wrote it (shared/model), with the ways in that questions need."""

    def __init__(self, snapshot):
        self.hosts = snapshot['hosts']
        self.vms = snapshot['vms']
        self.clusters = snapshot['clusters']
        self.by_id = {kind: {record['id']: record for record in getattr(self, kind)} for kind in KINDS}
        self.hosts_named = {}
        for host in self.hosts:
            self.hosts_named.setdefault(host['name'], []).append(host)
        self.vms_on = {}
        for vm in self.vms:
            if 'hostId' in vm:
                self.vms_on.setdefault(vm['hostId'], []).append(vm)

    def find(self, kind, record_id):
        return self.by_id[kind].get(record_id)

    def name_of(self, kind, record_id):
        record = self.find(kind, record_id)
        return None if record is None else record['name']


def hold(line):
    """Keeps a facts line. It is parsed at the first use, in the zygote if the plugin's text mentions an SDK."""
    global _line, _facts
    _line, _facts = line, None


def is_unread():
    return _line is not None


def read_quietly():
    try:
        current()
    except Exception:
        pass


def current():
    global _line, _facts
    if _line is not None:
        line, _line = _line, None
        _facts = Facts(json.loads(line.decode('utf-8'))['snapshot'])
    if _facts is None:
        raise ConnectionError('the scheduler has not read the engine yet')
    return _facts
