// W4: mean, deviation and z-score over 20 rows, RSI 14 and the rank within each row, on a time-major panel.
// Usage: panel data rows instruments runs.
#include "bench.h"

static void moments(const double *x, int rows, int n, int window, double *mean, double *std, double *zscore) {
  size_t width = n;
  double *anchor_a = need(8 * width), *anchor = need(8 * width), *sum = need(8 * width), *square = need(8 * width);
  double *suffix = need(8 * width * 2 * window);
  double reciprocal = 1.0 / window, sample = 1.0 / (window - 1);
  for (int block = 0; block < rows; block += window) {
    if (block > 0) {
      memset(suffix, 0, 8 * width * 2);
      memcpy(anchor_a, x + (block - 1) * width, 8 * width);
      for (int length = 1; length < window; length++) {
        const double *row = x + (block - length) * width;
        const double *restrict s0 = suffix + (length - 1) * 2 * width;
        double *restrict s1 = suffix + length * 2 * width;
        for (size_t i = 0; i < width; i++) {
          double d = row[i] - anchor_a[i];
          s1[i] = s0[i] + d;
          s1[width + i] = s0[width + i] + d * d;
        }
      }
    }
    for (int place = 0; place < window && block + place < rows; place++) {
      size_t at = (block + place) * width;
      const double *restrict row = x + at;
      double *restrict to_mean = mean + at, *restrict to_std = std + at, *restrict to_z = zscore + at;
      int length = window - 1 - place;
      if (place == 0) {
        memcpy(anchor, row, 8 * width);
        memset(sum, 0, 8 * width);
        memset(square, 0, 8 * width);
      }
      if (block == 0 && length > 0) {
        for (size_t i = 0; i < width; i++) {
          double d = row[i] - anchor[i];
          sum[i] += d;
          square[i] += d * d;
          to_mean[i] = to_std[i] = to_z[i] = NAN;
        }
        continue;
      }
      const double *restrict s_a = suffix + (size_t)length * 2 * width;
      double n_a = length > 0 ? length : 1, n_c = place + 1, f = length * reciprocal, spread = n_c * f;
      double both = length > 0 ? 1 : 0;
      for (size_t i = 0; i < width; i++) {
        double d = row[i] - anchor[i];
        double s = sum[i] + d, q = square[i] + d * d;
        sum[i] = s;
        square[i] = q;
        double sA = both ? s_a[i] : 0, qA = both ? s_a[width + i] : 0;
        double m_a = sA / n_a, m_c = s / n_c;
        double delta = both ? anchor[i] - anchor_a[i] + (m_c - m_a) : 0;
        double relative = m_c - delta * f;
        to_mean[i] = anchor[i] + relative;
        double M = (qA - sA * m_a) + (q - s * m_c) + delta * delta * spread;
        double v = M * sample;
        double deviation = sqrt(v > 0 ? v : 0);
        to_std[i] = deviation;
        double z = (d - relative) / deviation;
        to_z[i] = deviation > 0 ? z : NAN;
      }
    }
  }
  free(anchor_a), free(anchor), free(sum), free(square), free(suffix);
}

static void strength(const double *x, int rows, int n, int period, int block, double *out) {
  size_t width = n;
  double alpha = 1.0 / period, decay = 1 - alpha, power = 1;
  double *state = calloc(4 * width, 8), *up = state, *down = up + width, *up_f = down + width, *down_f = up_f + width;
  for (size_t i = 0; i < width; i++) out[i] = NAN;
  for (int row = 0, place = 0; row < rows; row++, place++) {
    if (place == block) {
      memcpy(up_f, up, 16 * width);
      memset(up, 0, 16 * width);
      place = 0;
      power = 1;
    }
    power *= decay;
    if (row == 0) continue;
    const double *restrict now = x + row * width, *restrict before = now - width;
    double *restrict to = out + row * width;
    for (size_t i = 0; i < width; i++) {
      double change = now[i] - before[i];
      double u = decay * up[i] + alpha * (change > 0 ? change : 0);
      double l = decay * down[i] + alpha * (change < 0 ? -change : 0);
      up[i] = u;
      down[i] = l;
      double G = u + power * up_f[i], L = l + power * down_f[i];
      double value = 100 * G / (G + L);
      to[i] = row >= period && value == value ? value : NAN;
    }
  }
  free(state);
}

// Places on the line from lowest to highest, two passes of eleven bits, insertion for what shares a place.
static void rank_row(const double *x, int n, double *out, uint64_t *a, uint64_t *b, double *values) {
  static uint32_t counts[2][2048];
  double low = x[0], high = x[0];
  for (int i = 1; i < n; i++) {
    low = x[i] < low ? x[i] : low;
    high = x[i] > high ? x[i] : high;
  }
  double scale = 4194303.0 / (high - low);
  memset(counts, 0, sizeof counts);
  for (int i = 0; i < n; i++) {
    uint32_t place = (uint32_t)((x[i] - low) * scale);
    if (place > 4194303) place = 4194303;
    a[i] = (uint64_t)place << 32 | (uint32_t)i;
    counts[0][place & 2047]++;
    counts[1][place >> 11]++;
  }
  for (int pass = 0; pass < 2; pass++) {
    uint32_t sum = 0;
    for (int k = 0; k < 2048; k++) {
      uint32_t count = counts[pass][k];
      counts[pass][k] = sum;
      sum += count;
    }
    for (int i = 0; i < n; i++) b[counts[pass][a[i] >> (32 + 11 * pass) & 2047]++] = a[i];
    uint64_t *swap = a;
    a = b;
    b = swap;
  }
  for (int i = 0; i < n; i++) {
    uint64_t pair = a[i];
    double value = x[(uint32_t)pair];
    int to = i;
    for (; to > 0 && values[to - 1] > value; to--) values[to] = values[to - 1], a[to] = a[to - 1];
    values[to] = value;
    a[to] = pair;
  }
  for (int i = 0; i < n;) {
    int next = i + 1;
    while (next < n && values[next] == values[i]) next++;
    double rank = (i + next - 1) / 2.0 / (n - 1);
    for (; i < next; i++) out[(uint32_t)a[i]] = rank;
  }
}

static void ranks(const double *x, int rows, int n, double *out) {
  uint64_t *a = need(8 * (size_t)n), *b = need(8 * (size_t)n);
  double *values = need(8 * (size_t)n);
  for (int row = 0; row < rows; row++) rank_row(x + (size_t)row * n, n, out + (size_t)row * n, a, b, values);
  free(a), free(b), free(values);
}

static void all(const double *x, int rows, int n, double **out, double *part) {
  double begun = cpu_milliseconds();
  moments(x, rows, n, 20, out[0], out[1], out[2]);
  strength(x, rows, n, 14, 512, out[3]);
  double middle = cpu_milliseconds();
  ranks(x, rows, n, out[4]);
  part[0] = middle - begun, part[1] = cpu_milliseconds() - middle;
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  int rows = atoi(argv[2]), n = atoi(argv[3]), runs = atoi(argv[4]);
  size_t cells = (size_t)rows * n;
  double *x = read_doubles(argv[1], cells);
  double *out[5], anew[64], again[64], series[64], rank[64], part[2];
  for (int run = 0; run < runs; run++) {
    double begun = cpu_milliseconds();
    for (int k = 0; k < 5; k++) out[k] = need(8 * cells);
    all(x, rows, n, out, part);
    // Giving the columns back counts, as it does for an evaluation: there, it is those of the run before.
    for (int k = 0; k < 5; k++) free(out[k]);
    anew[run] = cpu_milliseconds() - begun;
  }
  for (int k = 0; k < 5; k++) memset(out[k] = need(8 * cells), 0, 8 * cells);
  for (int run = 0; run < runs; run++) {
    all(x, rows, n, out, part);
    again[run] = part[0] + part[1], series[run] = part[0], rank[run] = part[1];
  }
  printf("{");
  print_times("anew", anew, runs);
  printf(",");
  print_times("again", again, runs);
  printf(",");
  print_times("series", series, runs);
  printf(",");
  print_times("ranks", rank, runs);
  printf(",\"hashes\":[");
  for (int k = 0; k < 5; k++) printf("%s%u", k ? "," : "", hash_words(0, out[k], 8 * cells));
  printf("]}\n");
  return 0;
}
