/**
 * What operators that are built from others ask of a factor. They are methods of `Factor`, so they cannot import it:
 * they say what they need, and it is one.
 */
export interface Composable<F> {
  mean(n: number): F;
  std(n: number): F;
  ema(n: number): F;
  plus(other: F | number): F;
  minus(other: F | number): F;
  times(other: F | number): F;
  div(other: F | number): F;
}
