"""Objects whose fields are read from a record of the snapshot when they are first asked for. A plugin lists hundreds of
hosts and thousands of VMs, and looks at few fields of each."""


def reading(cls, readers, record, facts):
    """An object of `cls` made without its constructor; `readers` gives each of its fields."""
    made = cls.__new__(cls)
    made.__dict__['_source'] = (readers, record, facts)
    return made


def read_field(owner, name):
    """For `__getattr__`: (True, value) if the field can be read, which then stays."""
    source = owner.__dict__.get('_source')
    if source is None or name not in source[0]:
        return False, None
    readers, record, facts = source
    value = owner.__dict__[name] = readers[name](record, facts)
    return True, value


def has_field(owner, name):
    source = owner.__dict__.get('_source')
    return name in owner.__dict__ if source is None else name in source[0]


def field_names(owner):
    source = owner.__dict__.get('_source')
    return [name for name in owner.__dict__ if not name.startswith('_')] if source is None else list(source[0])
