// W1: pairs of moving averages over one series, all in, filled at the next open, with a fee on both sides.
// Usage: crossovers data bars pairs windows keep runs. Data: open, close, then fast and slow window of each pair.
#include "bench.h"

enum { RESULT = 5, FIELDS = 5 };

typedef struct {
  int bars, pairs, windows;
  double keep;
  const double *open, *close, *wanted;
} Sweep;

static double *averages_of(const Sweep *s) {
  double *averages = need(sizeof(double) * (s->windows + 1) * s->bars);
  double *suffix = need(sizeof(double) * (s->windows + 2));
  char *known = calloc(s->windows + 1, 1);
  for (int k = 0; k < 2 * s->pairs; k++) {
    int window = (int)s->wanted[k];
    if (known[window]) continue;
    known[window] = 1;
    series_mean(s->close, s->bars, window, averages + (size_t)window * s->bars, suffix);
  }
  free(known);
  free(suffix);
  return averages;
}

static inline double least(double a, double b) { return b < a ? b : a; }
static inline double most(double a, double b) { return b > a ? b : a; }

// Disjoint sparse table: low, high, fall, sum of returns, sum of squares.
static double *range_table(const Sweep *s, const double *returns) {
  int bars = s->bars;
  double *table = need(sizeof(double) * FIELDS * bars * 32);
  for (int level = 0, half = 1; half < bars; level++, half *= 2)
    for (int middle = half; middle - half < bars; middle += 2 * half)
      for (int side = 0; side < 2; side++) {
        double low = INFINITY, high = 0, fall = 1, sum = 0, squares = 0;
        int from = side ? middle : (middle < bars ? middle : bars) - 1;
        int to = side ? (middle + half < bars ? middle + half : bars) : middle - half - 1;
        for (int bar = from; side ? bar < to : bar > to; bar += side ? 1 : -1) {
          double c = s->close[bar];
          if (side || (bar < middle - 1 && bar < bars - 1)) {
            double r = returns[side ? bar : bar + 1];
            sum += r;
            squares += r * r;
          }
          low = least(low, c);
          high = most(high, c);
          fall = least(fall, side ? c / high : low / c);
          double *entry = table + ((size_t)level * bars + bar) * FIELDS;
          entry[0] = low, entry[1] = high, entry[2] = fall, entry[3] = sum, entry[4] = squares;
        }
      }
  return table;
}

typedef struct {
  double cash, peak, fall, sum, squares, entries;
} Account;

static inline void hold(const Sweep *s, const double *table, const double *buys, const double *sells, int entry,
                        int exit, Account *a) {
  int end = exit - 1;
  double shares = a->cash * (s->keep / s->open[entry]);
  double low = s->close[entry], high = low, inside = 1;
  a->sum += buys[entry];
  a->squares += buys[entry] * buys[entry];
  if (end > entry) {
    int level = 31 - __builtin_clz((unsigned)(entry ^ end));
    const double *left = table + ((size_t)level * s->bars + entry) * FIELDS;
    const double *right = table + ((size_t)level * s->bars + end) * FIELDS;
    inside = least(left[2], right[2]);
    if (right[0] < inside * left[1]) inside = right[0] / left[1];
    low = least(left[0], right[0]);
    high = most(left[1], right[1]);
    a->sum += left[3] + right[3];
    a->squares += left[4] + right[4];
  }
  low *= shares;
  high *= shares;
  if (low < a->fall * a->peak) a->fall = low / a->peak;
  a->fall = least(a->fall, inside);
  a->peak = most(a->peak, high);
  a->entries++;
  if (exit == s->bars) {
    a->cash = shares * s->close[end];
    return;
  }
  a->sum += sells[exit];
  a->squares += sells[exit] * sells[exit];
  a->cash = shares * (s->open[exit] * s->keep);
  if (a->cash < a->fall * a->peak) a->fall = a->cash / a->peak;
  a->peak = most(a->peak, a->cash);
}

// Segment algebra: the bars at which the signal changes, and one question to the table for each held segment.
static void sweep_segments(const Sweep *s, double *results) {
  int bars = s->bars;
  double *averages = averages_of(s);
  double *per_bar = need(sizeof(double) * 3 * bars), *buys = per_bar + bars, *sells = buys + bars;
  for (int bar = 0; bar < bars; bar++) {
    double before = bar > 0 ? s->close[bar - 1] : s->close[bar];
    per_bar[bar] = s->close[bar] / before - 1;
    buys[bar] = (s->keep / s->open[bar]) * s->close[bar] - 1;
    sells[bar] = (s->open[bar] * s->keep) / before - 1;
  }
  double *table = range_table(s, per_bar);
  // signal[1 + t]; one more in front, so that a change is two neighbours that differ.
  uint8_t *signal = need(bars + 16), *change = need(bars + 16);
  memset(change, 0, bars + 16);
  signal[0] = 0;
  for (int pair = 0; pair < s->pairs; pair++) {
    const double *fast = averages + (size_t)s->wanted[2 * pair] * bars;
    const double *slow = averages + (size_t)s->wanted[2 * pair + 1] * bars;
    for (int bar = 0; bar < bars - 1; bar++) signal[bar + 1] = fast[bar] > slow[bar];
    for (int bar = 0; bar < bars - 1; bar++) change[bar] = signal[bar] ^ signal[bar + 1];
    Account account = {1, 1, 1, 0, 0, 0};
    int entry = -1;
    for (int word = 0; word < bars - 1; word += 8) {
      uint64_t changes;
      memcpy(&changes, change + word, 8);
      for (; changes != 0; changes &= changes - 1) {
        int bar = word + (__builtin_ctzll(changes) >> 3) + 1;
        if (entry < 0) {
          entry = bar;
        } else {
          hold(s, table, buys, sells, entry, bar, &account);
          entry = -1;
        }
      }
    }
    if (entry >= 0) hold(s, table, buys, sells, entry, bars, &account);
    double *result = results + (size_t)pair * RESULT;
    result[0] = account.cash, result[1] = account.sum, result[2] = account.squares;
    result[3] = account.fall, result[4] = account.entries;
  }
  free(averages), free(per_bar), free(table), free(signal), free(change);
}

// Stepwise: every bar of every pair, with its equity.
static double *sweep_steps(const Sweep *s, double *results) {
  int bars = s->bars;
  double *averages = averages_of(s);
  double *curves = need(sizeof(double) * (size_t)s->pairs * bars);
  for (int pair = 0; pair < s->pairs; pair++) {
    const double *fast = averages + (size_t)s->wanted[2 * pair] * bars;
    const double *slow = averages + (size_t)s->wanted[2 * pair + 1] * bars;
    double *curve = curves + (size_t)pair * bars;
    double cash = 1, shares = 0, before = 1, peak = 1, fall = 1, sum = 0, squares = 0;
    int entries = 0, held = 0;
    curve[0] = 1;
    for (int bar = 1; bar < bars; bar++) {
      int wanted = fast[bar - 1] > slow[bar - 1];
      if (wanted != held) {
        if (wanted) {
          shares = cash * (s->keep / s->open[bar]);
          entries++;
        } else {
          cash = shares * (s->open[bar] * s->keep);
        }
        held = wanted;
      }
      double wealth = held ? shares * s->close[bar] : cash;
      double r = wealth / before - 1;
      sum += r;
      squares += r * r;
      peak = most(peak, wealth);
      if (wealth < fall * peak) fall = wealth / peak;
      curve[bar] = wealth;
      before = wealth;
    }
    double *result = results + (size_t)pair * RESULT;
    result[0] = before, result[1] = sum, result[2] = squares, result[3] = fall, result[4] = entries;
  }
  free(averages);
  return curves;
}

int main(int argc, char **argv) {
  if (argc != 7) return 2;
  Sweep s = {.bars = atoi(argv[2]), .pairs = atoi(argv[3]), .windows = atoi(argv[4]), .keep = atof(argv[5])};
  int runs = atoi(argv[6]);
  double *data = read_doubles(argv[1], 2 * (size_t)s.bars + 2 * (size_t)s.pairs);
  s.open = data, s.close = data + s.bars, s.wanted = data + 2 * s.bars;
  double *results = need(sizeof(double) * RESULT * s.pairs);
  double segments[64], steps[64];
  for (int run = 0; run < runs; run++) {
    double begun = cpu_milliseconds();
    sweep_segments(&s, results);
    segments[run] = cpu_milliseconds() - begun;
  }
  uint32_t segment_hash = hash_words(0, results, sizeof(double) * RESULT * s.pairs);
  uint32_t curve_hash = 0;
  for (int run = 0; run < runs; run++) {
    double begun = cpu_milliseconds();
    double *curves = sweep_steps(&s, results);
    steps[run] = cpu_milliseconds() - begun;
    if (run == 0) curve_hash = hash_words(0, curves, sizeof(double) * (size_t)s.pairs * s.bars);
    free(curves);
  }
  double last[RESULT] = {0};
  for (int pair = 0; pair < s.pairs; pair++)
    for (int k = 0; k < RESULT; k++) last[k] += results[(size_t)pair * RESULT + k];
  printf("{");
  print_times("segments", segments, runs);
  printf(",");
  print_times("steps", steps, runs);
  printf(",\"segmentHash\":%u,\"curveHash\":%u,\"sums\":[%.17g,%.17g,%.17g,%.17g,%.17g]}\n", segment_hash, curve_hash,
         last[0], last[1], last[2], last[3], last[4]);
  return 0;
}
