"""Records of the snapshot as elements of the version 3 API."""
from _ovirt_scheduler import figures
from _ovirt_scheduler.errors import refuse_or_explain
from _ovirt_scheduler.reading import reading

from .xml import params


def to_host(host, facts):
    return reading(params.Host, HOST, host, facts)


def to_vm(vm, facts):
    return reading(params.VM, VM, vm, facts)


def to_cluster(cluster, facts):
    return params.Cluster(id=cluster['id'], name=cluster['name'])


def to_summary(host, facts):
    active, migrating, total = figures.summary(host, facts)
    return params.VmSummary(active=active, migrating=migrating, total=total)


def reference(element, record_id):
    return None if record_id is None else element(id=record_id)


def to_os(os):
    if os is None:
        return None
    version = None if os.get('version') is None else params.Version(full_version=os['version'])
    # `type_` is the attribute of the real SDK, `get_type` its method.
    return params.OperatingSystem(type_=os.get('type'), type=os.get('type'), version=version)


def to_cpu(topology):
    if topology is None:
        return None
    sockets, cores, threads = topology
    return params.CPU(topology=params.CpuTopology(sockets=sockets, cores=cores, threads=threads))


class Statistics:
    """The statistics of one host. One that was not measured is not among them."""

    def __init__(self, host):
        self._host = host

    def __getattr__(self, name):
        return refuse_or_explain('the statistics', name, ('list', 'get'))

    def list(self):
        return [
            params.Statistic(
                name=name,
                unit=unit.upper(),
                values=params.Values(type_='DECIMAL', value=[params.Value(datum=value, detail=None)]),
            )
            for name, value, unit in figures.statistics(self._host)
        ]

    def get(self, name=None, id=None):
        for statistic in self.list():
            if statistic.name == name:
                return statistic
        return None


COMMON = {
    'id': lambda record, facts: record['id'],
    'name': lambda record, facts: record['name'],
    'status': lambda record, facts: params.Status(state=record.get('status')),
    'cluster': lambda record, facts: reference(params.Cluster, record.get('clusterId')),
}
HOST = dict(
    COMMON,
    address=lambda host, facts: host.get('address'),
    memory=lambda host, facts: figures.in_bytes(host, 'totalMiB'),
    max_scheduling_memory=lambda host, facts: figures.in_bytes(host, 'maxSchedulingMiB'),
    summary=to_summary,
    cpu=lambda host, facts: to_cpu(figures.host_topology(host)),
    statistics=lambda host, facts: Statistics(host),
)
VM = dict(
    COMMON,
    host=lambda vm, facts: reference(params.Host, vm.get('hostId')),
    memory=lambda vm, facts: figures.in_bytes(vm, 'memoryMiB'),
    memory_policy=lambda vm, facts: params.MemoryPolicy(guaranteed=figures.in_bytes(vm, 'guaranteedMiB')),
    cpu=lambda vm, facts: to_cpu(figures.vm_topology(vm)),
    os=lambda vm, facts: to_os(vm.get('os')),
    placement_policy=lambda vm, facts: params.VmPlacementPolicy(affinity=vm.get('placement')),
    high_availability=lambda vm, facts: params.HighAvailability(enabled=vm.get('highlyAvailable')),
    origin=lambda vm, facts: vm.get('origin'),
)
