// What every baseline shares: reading its input, timing itself by the processor's clock, hashing what it found.
#ifndef ASOF_BENCH_H
#define ASOF_BENCH_H

#define _POSIX_C_SOURCE 199309L
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static inline double cpu_milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec * 1e-6;
}

static inline void *need(size_t bytes) {
  void *room = malloc(bytes + 64);
  if (room == NULL) {
    fprintf(stderr, "no room for %zu bytes\n", bytes);
    exit(1);
  }
  return room;
}

// The whole of a file of doubles.
static inline double *read_doubles(const char *path, size_t count) {
  double *cells = need(count * sizeof(double));
  FILE *file = fopen(path, "rb");
  if (file == NULL || fread(cells, sizeof(double), count, file) != count) {
    fprintf(stderr, "cannot read %zu doubles of %s\n", count, path);
    exit(1);
  }
  fclose(file);
  return cells;
}

// The same over 32-bit words in the runner: h = 31·h + word.
static inline uint32_t hash_words(uint32_t hash, const void *cells, size_t bytes) {
  const uint32_t *words = cells;
  for (size_t i = 0; i < bytes / 4; i++) hash = hash * 31u + words[i];
  return hash;
}

static inline void print_times(const char *name, const double *milliseconds, int runs) {
  printf("\"%s\":[", name);
  for (int run = 0; run < runs; run++) printf("%s%.4f", run ? "," : "", milliseconds[run]);
  printf("]");
}

// Mean of each window of one series without gaps, in the two blocks of the engine.
static inline void series_mean(const double *x, int rows, int window, double *out, double *suffix) {
  double reciprocal = 1.0 / window;
  for (int block = 0; block < rows; block += window) {
    double anchor_a = block > 0 ? x[block - 1] : 0, sum = 0;
    for (int length = 1; block > 0 && length < window; length++) {
      sum += x[block - length] - anchor_a;
      suffix[length] = sum;
    }
    int end = block + window < rows ? block + window : rows;
    double anchor = x[block];
    sum = 0;
    for (int row = block; row < end; row++) {
      int place = row - block, length = window - 1 - place;
      sum += x[row] - anchor;
      double mean = NAN;
      if (row >= window - 1) {
        double m_c = sum / (place + 1);
        mean = anchor + m_c;
        if (length > 0) {
          double delta = anchor - anchor_a + (m_c - suffix[length] / length);
          mean = anchor + (m_c - delta * (length * reciprocal));
        }
      }
      out[row] = mean;
    }
  }
}

#endif
