// W3: one instrument's minute bars, fast mean over slow mean, all in, filled at the next open: everything in one loop.
// Usage: minute-bars data bars fast slow keep runs. Data: open, close.
#include "bench.h"

typedef struct {
  double wealth, fall;
  int fills;
} Outcome;

static Outcome run(const double *open, const double *close, int bars, int fast, int slow, double keep) {
  double fast_sum = 0, slow_sum = 0, cash = 1, shares = 0, peak = 1, fall = 1;
  int held = 0, wanted = 0, fills = 0;
  for (int bar = 0; bar < bars; bar++) {
    if (wanted != held) {
      if (wanted)
        shares = cash * (keep / open[bar]);
      else
        cash = shares * (open[bar] * keep);
      held = wanted;
      fills++;
    }
    double price = close[bar];
    fast_sum += price;
    slow_sum += price;
    if (bar >= fast) fast_sum -= close[bar - fast];
    if (bar >= slow) slow_sum -= close[bar - slow];
    double wealth = held ? shares * price : cash;
    peak = wealth > peak ? wealth : peak;
    if (wealth < fall * peak) fall = wealth / peak;
    // The means' order without a division.
    wanted = bar >= slow - 1 && fast_sum * slow > slow_sum * fast;
  }
  return (Outcome){held ? shares * close[bars - 1] : cash, fall, fills};
}

int main(int argc, char **argv) {
  if (argc != 7) return 2;
  int bars = atoi(argv[2]), fast = atoi(argv[3]), slow = atoi(argv[4]), runs = atoi(argv[6]);
  double keep = atof(argv[5]), times[64];
  double *data = read_doubles(argv[1], 2 * (size_t)bars);
  Outcome outcome = {0, 0, 0};
  for (int k = 0; k < runs; k++) {
    double begun = cpu_milliseconds();
    outcome = run(data, data + bars, bars, fast, slow, keep);
    times[k] = cpu_milliseconds() - begun;
  }
  printf("{");
  print_times("fused", times, runs);
  printf(",\"wealth\":%.17g,\"fall\":%.17g,\"fills\":%d}\n", outcome.wealth, outcome.fall, outcome.fills);
  return 0;
}
