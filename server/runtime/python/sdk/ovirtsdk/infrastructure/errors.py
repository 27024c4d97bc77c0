"""The names that plugins catch."""
from _ovirt_scheduler.errors import ConnectionError, Error, NotFoundError, ReadOnlyError

RequestError = Error
DisconnectedError = NoCertificatesError = UnsecuredConnectionAttemptError = ConnectionError
ImmutableError = ReadOnlyError

__all__ = [
    'ConnectionError',
    'DisconnectedError',
    'Error',
    'ImmutableError',
    'NoCertificatesError',
    'NotFoundError',
    'RequestError',
    'UnsecuredConnectionAttemptError',
]
