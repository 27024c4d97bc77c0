"""A stand-in for the SDK of version 3 that serves what the scheduler has read, without any request to the engine."""
