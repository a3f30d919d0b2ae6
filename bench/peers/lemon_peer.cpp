// LEMON's network simplex on one instance: lemon_peer FILE REPETITIONS. Prints one line of JSON: CPU seconds of each repetition (the graph is ready
// made), objective, peak MB, version. Compiled by the bench: g++ -O3 -march=native.
#include <lemon/config.h>
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

#include <sys/resource.h>
#include <time.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

using Graph = lemon::StaticDigraph;
using Simplex = lemon::NetworkSimplex<Graph, int, std::int64_t>;

static std::vector<std::int32_t> take(std::FILE* file, std::size_t count) {
  std::vector<std::int32_t> part(count);
  if (std::fread(part.data(), sizeof(std::int32_t), count, file) != count) std::exit(3);
  return part;
}

static double cpuSeconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::string path = argv[1];
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (!file) return 3;
  const auto size = take(file, 2);
  const int rows = size[0], cols = size[1];
  std::vector<std::int32_t> cost;
  Graph graph;
  {
    std::vector<std::pair<int, int>> arcs;
    if (path.size() > 3 && path.compare(path.size() - 3, 3, ".dn") == 0) {
      cost = take(file, std::size_t(rows) * cols);
      arcs.reserve(cost.size());
      for (int i = 0; i < rows; ++i)
        for (int j = 0; j < cols; ++j) arcs.emplace_back(i, rows + j);
    } else {
      const std::size_t pairs = take(file, 1)[0];
      const auto start = take(file, std::size_t(rows) + 1);
      const auto col = take(file, pairs);
      cost = take(file, pairs);
      arcs.reserve(pairs);
      for (int i = 0; i < rows; ++i)
        for (int e = start[i]; e < start[i + 1]; ++e) arcs.emplace_back(i, rows + col[e]);
    }
    graph.build(rows + cols, arcs.begin(), arcs.end());
  }
  std::fclose(file);

  Graph::ArcMap<std::int64_t> price(graph);
  for (std::size_t e = 0; e < cost.size(); ++e) price[graph.arc(int(e))] = cost[e];
  Graph::NodeMap<int> supply(graph, -1);  // a column takes at most one: more is asked for than there is
  for (int i = 0; i < rows; ++i) supply[graph.node(i)] = 1;

  std::string seconds;
  long long objective = 0;
  for (int t = 0, times = std::atoi(argv[2]); t < times; ++t) {
    const double before = cpuSeconds();
    Simplex simplex(graph);
    simplex.costMap(price).supplyMap(supply);
    if (simplex.run() != Simplex::OPTIMAL) return 4;
    objective = simplex.totalCost<std::int64_t>();
    seconds += (t ? "," : "") + std::to_string(cpuSeconds() - before);
  }
  rusage used;
  getrusage(RUSAGE_SELF, &used);
  std::printf("{\"cpu\":[%s],\"objective\":%lld,\"memory\":%.1f,\"version\":\"%s\"}\n", seconds.c_str(), objective, used.ru_maxrss / 1024.0, LEMON_VERSION);
}
