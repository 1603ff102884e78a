// W2: monthly top-decile momentum, bare: weights at the close, fractional shares, filled at the next open, with costs.
// Usage: momentum data sessions instruments capital cost runs. Data, time-major: open, close, then 1 for each session
// at whose close the strategy decides.
#include "bench.h"

enum { LOOK_BACK = 252, SKIP = 21, BUCKETS = 2048 };

// Ordered as the double is.
static inline uint64_t ordered(double x) {
  uint64_t bits;
  memcpy(&bits, &x, 8);
  return bits ^ ((uint64_t)((int64_t)bits >> 63) | 0x8000000000000000ull);
}

typedef struct {
  uint64_t key;
  int index;
} Candidate;

// Marks the highest `wanted`; a histogram of the keys' span leaves one bucket for the next round.
static void select_highest(const double *x, int n, int wanted, uint8_t *chosen, Candidate *left) {
  uint32_t counts[BUCKETS];
  int candidates = n;
  memset(chosen, 0, n);
  for (int i = 0; i < n; i++) left[i] = (Candidate){ordered(x[i]), i};
  while (wanted > 0) {
    uint64_t low = UINT64_MAX, high = 0;
    for (int i = 0; i < candidates; i++) {
      if (left[i].key < low) low = left[i].key;
      if (left[i].key > high) high = left[i].key;
    }
    if (low == high || wanted == candidates) {
      for (int i = 0; i < wanted; i++) chosen[left[i].index] = 1;
      return;
    }
    int shift = 64 - __builtin_clzll(high - low) - 11;
    if (shift < 0) shift = 0;
    memset(counts, 0, sizeof counts);
    for (int i = 0; i < candidates; i++) counts[(left[i].key - low) >> shift]++;
    int border = BUCKETS - 1;
    for (; (int)counts[border] < wanted; border--) wanted -= counts[border];
    int kept = 0;
    for (int i = 0; i < candidates; i++) {
      int bucket = (int)((left[i].key - low) >> shift);
      if (bucket > border) chosen[left[i].index] = 1;
      if (bucket == border) left[kept++] = left[i];
    }
    candidates = kept;
  }
}

static double run(const double *open, const double *close, const double *decides, int sessions, int n, double capital,
                  double cost, double *nav, int *fills) {
  double *shares = calloc(n, 8), *target = calloc(n, 8), *signal = need(8 * (size_t)n);
  Candidate *left = need(sizeof(Candidate) * n);
  uint8_t *chosen = need(n);
  double cash = capital;
  int is_pending = 0;
  *fills = 0;
  for (int t = 0; t < sessions; t++) {
    const double *o = open + (size_t)t * n, *c = close + (size_t)t * n;
    if (is_pending) {
      for (int i = 0; i < n; i++) {
        double traded = target[i] - shares[i];
        if (traded == 0) continue;
        double value = traded * o[i];
        cash -= value + fabs(value) * cost;
        shares[i] = target[i];
        ++*fills;
      }
      is_pending = 0;
    }
    double wealth = cash;
    for (int i = 0; i < n; i++) wealth += shares[i] * c[i];
    nav[t] = wealth;
    if (decides[t] == 0 || t < LOOK_BACK) continue;
    const double *recent = close + (size_t)(t - SKIP) * n, *old = close + (size_t)(t - LOOK_BACK) * n;
    for (int i = 0; i < n; i++) signal[i] = recent[i] / old[i] - 1;
    int wanted = n / 10;
    select_highest(signal, n, wanted, chosen, left);
    double each = wealth / wanted;
    for (int i = 0; i < n; i++) target[i] = chosen[i] ? each / c[i] : 0;
    is_pending = 1;
  }
  free(shares), free(target), free(signal), free(left), free(chosen);
  return nav[sessions - 1];
}

int main(int argc, char **argv) {
  if (argc != 7) return 2;
  int sessions = atoi(argv[2]), n = atoi(argv[3]), runs = atoi(argv[6]), fills = 0;
  double capital = atof(argv[4]), cost = atof(argv[5]), final = 0;
  size_t cells = (size_t)sessions * n;
  double *data = read_doubles(argv[1], 2 * cells + sessions);
  double *nav = need(8 * (size_t)sessions), times[64];
  for (int k = 0; k < runs; k++) {
    double begun = cpu_milliseconds();
    final = run(data, data + cells, data + 2 * cells, sessions, n, capital, cost, nav, &fills);
    times[k] = cpu_milliseconds() - begun;
  }
  printf("{");
  print_times("loop", times, runs);
  printf(",\"finalNav\":%.17g,\"fills\":%d}\n", final, fills);
  return 0;
}
