"""Types of the version 4 API with the fields that the scheduler knows. A field without a value is None."""
import enum

from _ovirt_scheduler.errors import refuse_or_explain
from _ovirt_scheduler.reading import read_field


class Struct:
    fields = ()

    def __init__(self, **given):
        for name in self.fields:
            setattr(self, name, given.pop(name, None))
        if given:
            raise TypeError('%s has no "%s" here' % (type(self).__name__, sorted(given)[0]))

    def __getattr__(self, name):
        # Only what is not there yet comes here.
        is_field, value = read_field(self, name)
        if is_field:
            return value
        if name.startswith('__'):
            raise AttributeError(name)
        return refuse_or_explain('a ' + type(self).__name__, name, self.fields)

    def __repr__(self):
        shown = ', '.join('%s=%r' % (name, getattr(self, name)) for name in ('id', 'name') if name in self.fields)
        return '%s(%s)' % (type(self).__name__, shown)


def struct(name, fields):
    return type(name, (Struct,), {'fields': tuple(fields.split()), '__module__': __name__})


Cluster = struct('Cluster', 'id name')
Cpu = struct('Cpu', 'topology')
CpuTopology = struct('CpuTopology', 'sockets cores threads')
HighAvailability = struct('HighAvailability', 'enabled')
Host = struct('Host', 'id name address status cluster memory max_scheduling_memory summary cpu spm statistics')
MemoryPolicy = struct('MemoryPolicy', 'guaranteed')
OperatingSystem = struct('OperatingSystem', 'type version')
Spm = struct('Spm', 'status')
Statistic = struct('Statistic', 'id name kind type unit values')
Value = struct('Value', 'datum detail')
Version = struct('Version', 'full_version')
Vm = struct(
    'Vm',
    'id name status cluster host memory memory_policy cpu os placement_policy high_availability origin start_time',
)
VmPlacementPolicy = struct('VmPlacementPolicy', 'affinity hosts')
VmSummary = struct('VmSummary', 'active migrating total')


class Member(enum.Enum):
    """Prints as the API writes it."""

    def __str__(self):
        return self.value


def members(name, values):
    return Member(name, [(value.upper(), value) for value in values.split()], module=__name__)


HostStatus = members(
    'HostStatus',
    'connecting down error initializing install_failed installing installing_os kdumping maintenance non_operational '
    'non_responsive pending_approval preparing_for_maintenance reboot unassigned up',
)
SpmStatus = members('SpmStatus', 'contending none spm')
StatisticKind = members('StatisticKind', 'counter gauge')
StatisticUnit = members(
    'StatisticUnit', 'bits_per_second bytes bytes_per_second count_per_second none percent seconds'
)
ValueType = members('ValueType', 'decimal integer string')
VmAffinity = members('VmAffinity', 'migratable pinned user_migratable')
VmStatus = members(
    'VmStatus',
    'down image_locked migrating not_responding paused powering_down powering_up reboot_in_progress restoring_state '
    'saving_state suspended unassigned unknown up wait_for_launch',
)
