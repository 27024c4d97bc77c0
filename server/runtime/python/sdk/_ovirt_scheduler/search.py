"""The part of the engine's search language that plugins use: `field=value` joined by `and` and `or`.

`and` binds closer. Values may hold `*` and may be quoted. What is not understood is an error: a search that matches
everything by mistake would let a VM start anywhere.
"""
import operator
import re

from .errors import Error

TOKEN = re.compile(r'\s*(?:(!=|<=|>=|=|<|>)|"([^"]*)"|\'([^\']*)\'|([^\s=!<>"\']+))')
COMPARE = {'<': operator.lt, '<=': operator.le, '>': operator.gt, '>=': operator.ge}


def text_of(field):
    return lambda record, facts: record.get(field)


def name_of(kind, field):
    return lambda record, facts: facts.name_of(kind, record.get(field))


def status(record, facts):
    return plain_status(record.get('status') or '')


def plain_status(text):
    """The engine's search writes `nonoperational` where its API writes `non_operational`."""
    return text.replace('_', '').lower()


def cpu_usage(record, facts):
    return record.get('statistics', {}).get('cpuPercent')


def os_type(record, facts):
    return record.get('os', {}).get('type')


FIELDS = {
    'hosts': {
        'id': text_of('id'),
        'name': text_of('name'),
        'address': text_of('address'),
        'status': status,
        'cluster': name_of('clusters', 'clusterId'),
        'active_vms': text_of('activeVms'),
        'migrating_vms': text_of('migratingVms'),
        'cpus': text_of('cores'),
        'cpu_usage': cpu_usage,
        'memory': text_of('totalMiB'),
    },
    'vms': {
        'id': text_of('id'),
        'name': text_of('name'),
        'status': status,
        'host': name_of('hosts', 'hostId'),
        'hosts.name': name_of('hosts', 'hostId'),
        'hosts.id': text_of('hostId'),
        'cluster': name_of('clusters', 'clusterId'),
        'clusters.name': name_of('clusters', 'clusterId'),
        'memory': text_of('memoryMiB'),
        'os': os_type,
    },
    'clusters': {'id': text_of('id'), 'name': text_of('name')},
}

NUMBERS = frozenset(('active_vms', 'migrating_vms', 'cpus', 'cpu_usage', 'memory'))
SIGNS = frozenset(('=', '!=')) | frozenset(COMPARE)


def search(facts, kind, query, limit=None, case_sensitive=True):
    """Records of one kind, in the order of the snapshot. No query matches all of them."""
    alternatives = parse(kind, query or '', case_sensitive)
    records = getattr(facts, kind)
    if alternatives:
        candidates = narrow(facts, kind, alternatives)
        if candidates is not None and all(len(terms) == 1 for terms in alternatives):
            # A query of hundreds of ids: nothing is left to check.
            records = candidates
        else:
            records = [
                record
                for record in (records if candidates is None else candidates)
                if any(all(term.matches(record, facts) for term in terms) for terms in alternatives)
            ]
    return records if limit is None or limit < 0 else records[:limit]


def narrow(facts, kind, alternatives):
    """Thousands of VMs need not be looked at for those of one host. None: look at all."""
    ids = exact_values(alternatives, ('id',))
    if ids is not None:
        return [record for record in getattr(facts, kind) if record['id'] in ids]
    names = exact_values(alternatives, ('host', 'hosts.name')) if kind == 'vms' else None
    if names is not None:
        hosts = {host['id'] for name in names for host in facts.hosts_named.get(name, ())}
        if len(hosts) == 1:
            return facts.vms_on.get(hosts.pop(), [])
        return [vm for vm in facts.vms if vm.get('hostId') in hosts]
    return None


def exact_values(alternatives, fields):
    """What each alternative asks of one of the fields; None if one of them does not, or asks for two values."""
    values = set()
    for terms in alternatives:
        found = [term.value for term in terms if term.field in fields and term.sign == '=' and term.is_exact]
        if len(found) != 1:
            return None
        values.update(found)
    return values


class Term:
    def __init__(self, kind, field, sign, value, case_sensitive):
        reader = FIELDS[kind].get(field.lower())
        if reader is None:
            known = ', '.join(sorted(FIELDS[kind]))
            raise Error('the scheduler cannot search %s by "%s", only by: %s' % (kind, field, known))
        self.field = field.lower()
        self.reader = reader
        self.sign = sign
        self.value = plain_status(value) if reader is status else value
        self.is_exact = '*' not in value and (case_sensitive or self.field == 'id')
        # Only where it is needed: a query of hundreds of ids would spend its time compiling.
        self.pattern = None if self.is_exact else pattern_of(self.value, case_sensitive)
        if sign in COMPARE:
            if self.field not in NUMBERS:
                raise Error('the scheduler cannot compare by "%s" with "%s"' % (field, sign))
            try:
                self.number = float(value)
            except ValueError:
                raise Error('"%s" in "%s%s%s" is no number' % (value, field, sign, value)) from None

    def matches(self, record, facts):
        value = self.reader(record, facts)
        if self.sign in COMPARE:
            return isinstance(value, (int, float)) and COMPARE[self.sign](value, self.number)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        # What has no host matches no name of a host; it does match "is not".
        same = value is not None and self.is_same(str(value))
        return same if self.sign == '=' else not same

    def is_same(self, text):
        return text == self.value if self.pattern is None else self.pattern.fullmatch(text) is not None


def pattern_of(value, case_sensitive):
    pattern = '.*'.join(re.escape(part) for part in value.split('*'))
    return re.compile(pattern, re.DOTALL | (0 if case_sensitive else re.IGNORECASE))


def parse(kind, query, case_sensitive):
    """A list of alternatives, each a list of terms that all must hold."""
    tokens = tokenize(query)
    # The engine's own pages write what is searched first: `Vms: host=a`.
    if tokens and tokens[0].lower() in (kind + ':', kind[:-1] + ':'):
        del tokens[0]
    if not tokens:
        return []
    alternatives = [[]]
    at = 0
    while True:
        if at + 3 > len(tokens) or tokens[at + 1] not in SIGNS:
            raise Error('the scheduler does not understand "%s"; write field=value' % ' '.join(tokens[at:at + 3]))
        alternatives[-1].append(Term(kind, tokens[at], tokens[at + 1], tokens[at + 2], case_sensitive))
        at += 3
        if at == len(tokens):
            return alternatives
        word = tokens[at].lower()
        if word not in ('and', 'or'):
            raise Error('the scheduler does not understand "%s" in a search; only "and" and "or"' % tokens[at])
        if word == 'or':
            alternatives.append([])
        at += 1


def tokenize(query):
    tokens = []
    at = 0
    query = query.rstrip()
    while at < len(query):
        found = TOKEN.match(query, at)
        if found is None:
            raise Error('the scheduler does not understand "%s" in a search' % query[at:at + 40])
        tokens.append(next(group for group in found.groups() if group is not None))
        at = found.end()
    return tokens
