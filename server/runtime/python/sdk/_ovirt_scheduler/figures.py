"""Figures of the snapshot, in the units and under the names of the engine's REST API. What is not known is absent."""

MIB = 1024 * 1024


def in_bytes(record, name):
    return None if record.get(name) is None else int(record[name] * MIB)


def statistics(host):
    """(name, value, unit) of each statistic that is known of a host."""
    given = host.get('statistics', {})
    swap_total, swap_used = given.get('swapTotalMiB'), given.get('swapUsedMiB')
    swap_free = None if swap_total is None or swap_used is None else swap_total - swap_used
    cpu = given.get('cpuPercent')
    figures = (
        ('memory.total', host.get('totalMiB'), 'bytes'),
        ('memory.used', given.get('memoryUsedMiB'), 'bytes'),
        ('memory.free', given.get('memoryFreeMiB'), 'bytes'),
        ('swap.total', swap_total, 'bytes'),
        ('swap.free', swap_free, 'bytes'),
        ('swap.used', swap_used, 'bytes'),
        # User and system time are known together only.
        ('cpu.current.idle', None if cpu is None else 100 - cpu, 'percent'),
        ('cpu.load.avg.5m', given.get('load5m'), 'percent'),
        ('ksm.cpu.current', given.get('ksmCpuPercent'), 'percent'),
    )
    for name, value, unit in figures:
        if value is not None:
            yield name, float(value * MIB if unit == 'bytes' else value), unit


def host_topology(host):
    """(sockets, cores, threads). Only the products are known: all cores are put into one socket."""
    cores, threads = host.get('cores'), host.get('threads')
    if cores is None:
        return None
    return 1, cores, max(1, threads // cores) if threads is not None and cores > 0 else 1


def vm_topology(vm):
    return vm['vcpus'], 1, 1


def summary(host, facts):
    """(active, migrating, total) VMs."""
    return host['activeVms'], host['migratingVms'], len(facts.vms_on.get(host['id'], ()))
