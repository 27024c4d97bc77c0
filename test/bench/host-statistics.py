"""All-domain statistics by python3-libvirt: URI ROUNDS, prints milliseconds, one per line."""
import sys
import time

import libvirt

connection = libvirt.open(sys.argv[1])
for _ in range(int(sys.argv[2])):
    started = time.perf_counter()
    connection.getAllDomainStats(0, libvirt.VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT)
    print((time.perf_counter() - started) * 1000)
