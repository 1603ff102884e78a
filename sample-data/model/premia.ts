/**
 * The planted truths of expected return, per year. A company drifts on its own for a while, which is momentum: the
 * drift has this spread across companies and fades by `DRIFT_MEMORY` a month. And it drifts by `VALUE_DRIFT` for each
 * standard unit of book-to-price, which is value; cheap companies share a factor that also earns a little.
 */
export const DRIFT_SPREAD = 0.22;
export const DRIFT_MEMORY = 0.926;
export const SESSIONS_PER_DRIFT = 21;
export const VALUE_DRIFT = 0.13;
export const VALUE_FACTOR_PREMIUM = 0.03;
