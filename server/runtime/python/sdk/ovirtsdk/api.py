"""`API(url=…, username=…, password=…)`: whatever it is given, it answers from the scheduler's snapshot."""
from _ovirt_scheduler import held_snapshot
from _ovirt_scheduler.errors import refuse_or_explain
from _ovirt_scheduler.search import search

from .elements import to_cluster, to_host, to_vm


class API:
    def __init__(self, *_args, **_kwargs):
        facts = held_snapshot.current()
        self.hosts = Collection(facts, 'hosts', to_host)
        self.vms = Collection(facts, 'vms', to_vm)
        self.clusters = Collection(facts, 'clusters', to_cluster)

    def __getattr__(self, name):
        return refuse_or_explain('the API', name, ('hosts', 'vms', 'clusters', 'test', 'disconnect'))

    def __enter__(self):
        return self

    def __exit__(self, *_problem):
        pass

    def test(self, throw_exception=False):
        return True

    def disconnect(self):
        pass


class Collection:
    def __init__(self, facts, kind, to_element):
        self._facts = facts
        self._kind = kind
        self._to_element = to_element

    def __getattr__(self, name):
        return refuse_or_explain('the collection of ' + self._kind, name, ('list', 'get'))

    def list(self, query=None, case_sensitive=True, max=None, **fields):
        """`fields` narrow the result by attributes of the elements, as in the real SDK."""
        found = search(self._facts, self._kind, query, max, case_sensitive)
        elements = (self._to_element(record, self._facts) for record in found)
        return [one for one in elements if all(getattr(one, name) == value for name, value in fields.items())]

    def get(self, name=None, id=None):
        """None when there is no such element, as in the real SDK."""
        for record in getattr(self._facts, self._kind):
            if record['id'] == id if id is not None else record['name'] == name:
                return self._to_element(record, self._facts)
        return None
