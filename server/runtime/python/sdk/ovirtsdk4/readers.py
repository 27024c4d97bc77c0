"""Records of the snapshot as types of the version 4 API."""
import datetime

from _ovirt_scheduler import figures
from _ovirt_scheduler.reading import reading

from . import types


def to_host(host, facts):
    return reading(types.Host, HOST, host, facts)


def to_vm(vm, facts):
    return reading(types.Vm, VM, vm, facts)


def to_cluster(cluster, facts):
    return types.Cluster(id=cluster['id'], name=cluster['name'])


def to_summary(host, facts):
    active, migrating, total = figures.summary(host, facts)
    return types.VmSummary(active=active, migrating=migrating, total=total)


def to_placement(vm, facts):
    hosts = [types.Host(id=host_id) for host_id in vm.get('pinnedHostIds', ())]
    return types.VmPlacementPolicy(affinity=member(types.VmAffinity, vm.get('placement')), hosts=hosts)


def to_os(os):
    if os is None:
        return None
    version = None if os.get('version') is None else types.Version(full_version=os['version'])
    return types.OperatingSystem(type=os.get('type'), version=version)


def to_time(ms):
    return None if ms is None else datetime.datetime.fromtimestamp(ms / 1000, datetime.timezone.utc)


def to_statistic(name, value, unit):
    return types.Statistic(
        id=name,
        name=name,
        kind=types.StatisticKind.GAUGE,
        type=types.ValueType.DECIMAL,
        unit=types.StatisticUnit(unit),
        values=[types.Value(datum=value)],
    )


def to_cpu(topology):
    if topology is None:
        return None
    sockets, cores, threads = topology
    return types.Cpu(topology=types.CpuTopology(sockets=sockets, cores=cores, threads=threads))


def reference(to_type, record_id):
    return None if record_id is None else to_type(id=record_id)


def member(enum, value):
    """None for a status that the scheduler does not know."""
    return None if value is None else enum(value)


COMMON = {
    'id': lambda record, facts: record['id'],
    'name': lambda record, facts: record['name'],
    'cluster': lambda record, facts: reference(types.Cluster, record.get('clusterId')),
}
HOST = dict(
    COMMON,
    address=lambda host, facts: host.get('address'),
    status=lambda host, facts: member(types.HostStatus, host.get('status')),
    memory=lambda host, facts: figures.in_bytes(host, 'totalMiB'),
    max_scheduling_memory=lambda host, facts: figures.in_bytes(host, 'maxSchedulingMiB'),
    summary=to_summary,
    cpu=lambda host, facts: to_cpu(figures.host_topology(host)),
    spm=lambda host, facts: types.Spm(status=types.SpmStatus.SPM if host.get('isSpm') else types.SpmStatus.NONE),
    statistics=lambda host, facts: [to_statistic(*figure) for figure in figures.statistics(host)],
)
VM = dict(
    COMMON,
    status=lambda vm, facts: member(types.VmStatus, vm.get('status')),
    host=lambda vm, facts: reference(types.Host, vm.get('hostId')),
    memory=lambda vm, facts: figures.in_bytes(vm, 'memoryMiB'),
    memory_policy=lambda vm, facts: types.MemoryPolicy(guaranteed=figures.in_bytes(vm, 'guaranteedMiB')),
    cpu=lambda vm, facts: to_cpu(figures.vm_topology(vm)),
    os=lambda vm, facts: to_os(vm.get('os')),
    placement_policy=to_placement,
    high_availability=lambda vm, facts: types.HighAvailability(enabled=vm.get('highlyAvailable')),
    origin=lambda vm, facts: vm.get('origin'),
    start_time=lambda vm, facts: to_time(vm.get('startedAtMs')),
)
