"""Elements of the version 3 API, each field as attribute and as `get_…()`."""
from _ovirt_scheduler.errors import refuse_or_explain
from _ovirt_scheduler.reading import field_names, has_field, read_field


class Element:
    def __init__(self, **fields):
        self.__dict__.update(fields)

    def __getattr__(self, name):
        # Only what is not there yet comes here.
        if name.startswith('get_') and has_field(self, name[4:]):
            return lambda: getattr(self, name[4:])
        is_field, value = read_field(self, name)
        if is_field:
            return value
        if name.startswith('__'):
            raise AttributeError(name)
        return refuse_or_explain('a ' + type(self).__name__, name, field_names(self))

    def __repr__(self):
        shown = ', '.join('%s=%r' % (name, getattr(self, name)) for name in ('id', 'name') if has_field(self, name))
        return '%s(%s)' % (type(self).__name__, shown)


class Action(Element):
    pass


class Cluster(Element):
    pass


class CPU(Element):
    pass


class CpuTopology(Element):
    pass


class HighAvailability(Element):
    pass


class Host(Element):
    pass


class MemoryPolicy(Element):
    pass


class OperatingSystem(Element):
    pass


class Statistic(Element):
    pass


class Status(Element):
    pass


class Value(Element):
    pass


class Values(Element):
    pass


class Version(Element):
    """Equal by its text; in the real SDK no two versions are equal."""

    def __eq__(self, other):
        return isinstance(other, Version) and self.full_version == other.full_version

    def __hash__(self):
        return hash(self.full_version)


class VM(Element):
    pass


class VmPlacementPolicy(Element):
    pass


class VmSummary(Element):
    pass
