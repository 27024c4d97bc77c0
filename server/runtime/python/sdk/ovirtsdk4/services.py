"""Services of the version 4 API for hosts, VMs and clusters. They read; what would change something is refused."""
import collections

from _ovirt_scheduler.errors import NotFoundError, refuse_or_explain
from _ovirt_scheduler.search import search as find

from . import readers, types

Kind = collections.namedtuple('Kind', 'type singular read')
KINDS = {
    'hosts': Kind(types.Host, 'host', readers.to_host),
    'vms': Kind(types.Vm, 'vm', readers.to_vm),
    'clusters': Kind(types.Cluster, 'cluster', readers.to_cluster),
}


def one(facts, kind, record_id):
    record = facts.find(kind, record_id)
    if record is None:
        raise NotFoundError('the scheduler knows no %s with the id %s' % (KINDS[kind].singular, record_id))
    return KINDS[kind].read(record, facts)


# They change how the real service answers, not what is in the answer: everything known is there.
HARMLESS = frozenset(('all_content', 'filter', 'follow', 'headers', 'timeout', 'wait'))


def ignore(options):
    for name in options:
        if name not in HARMLESS:
            raise TypeError('the scheduler does not know the option "%s"' % name)


class SystemService:
    def __init__(self, facts):
        self._facts = facts

    def __getattr__(self, name):
        known = [kind + '_service' for kind in KINDS]
        if name in known:
            return lambda: CollectionService(self._facts, name[:-len('_service')])
        return refuse_or_explain('the system', name, known)


class CollectionService:
    def __init__(self, facts, kind):
        self._facts = facts
        self._kind = kind

    def __getattr__(self, name):
        known = ('list', KINDS[self._kind].singular + '_service')
        if name == known[1]:
            return self.service
        return refuse_or_explain('the service of ' + self._kind, name, known)

    def list(self, search=None, max=None, case_sensitive=True, **options):
        ignore(options)
        found = find(self._facts, self._kind, search, max, case_sensitive)
        return [KINDS[self._kind].read(record, self._facts) for record in found]

    def service(self, id):
        return ObjectService(self._facts, self._kind, id)


class ObjectService:
    def __init__(self, facts, kind, id):
        self._facts = facts
        self._kind = kind
        self._id = id

    def __getattr__(self, name):
        known = ['get']
        if self._kind == 'hosts':
            known.append('statistics_service')
            if name == known[1]:
                return lambda: StatisticsService(self.get())
        return refuse_or_explain('the service of a ' + KINDS[self._kind].singular, name, known)

    def get(self, **options):
        ignore(options)
        return one(self._facts, self._kind, self._id)


class StatisticsService:
    def __init__(self, host):
        self._host = host

    def __getattr__(self, name):
        return refuse_or_explain('the statistics', name, ('list',))

    def list(self, max=None, **options):
        ignore(options)
        return self._host.statistics[:max]
