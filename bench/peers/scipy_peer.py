# scipy on one instance: scipy_peer.py FILE REPETITIONS. Prints one line of JSON: CPU seconds of each repetition, objective, peak MB, version.
import json
import resource
import sys
import time

import numpy
import scipy

path, times = sys.argv[1], int(sys.argv[2])
data = numpy.fromfile(path, dtype="<i4")

if path.endswith(".dn"):
    from scipy.optimize import linear_sum_assignment

    rows, cols = data[:2]
    cost = data[2:].reshape(rows, cols)
    matrix = cost.astype(numpy.float64)  # its own form, ready made

    def solve():
        return linear_sum_assignment(matrix)

    def total(row, col):
        return int(cost[row, col].sum(dtype=numpy.int64))

else:
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    rows, cols, pairs = data[:3]
    start, rest = data[3 : 4 + rows], data[4 + rows :]
    # it drops pairs of cost 0: one more for each pair is `rows` more in all
    graph = csr_matrix((rest[pairs:] + 1.0, rest[:pairs], start), shape=(rows, cols))

    def solve():
        return min_weight_full_bipartite_matching(graph)

    def total(row, col):
        return round(graph[row, col].sum()) - int(rows)


# the clock of a virtual machine may tick in 4 ms: short solves are timed in groups of about 80 ms
before = time.process_time(), time.perf_counter()
row, col = solve()
seconds = [time.process_time() - before[0]]
first = time.perf_counter() - before[1]
if first < 0.04:
    group = int(0.08 / max(first, 1e-5))
    seconds = []
else:
    group = 1
while len(seconds) < min(times, 25):
    start = time.process_time()
    for _ in range(group):
        row, col = solve()
    seconds.append((time.process_time() - start) / group)

peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"cpu": seconds, "objective": total(row, col), "memory": peak, "version": scipy.__version__}))
