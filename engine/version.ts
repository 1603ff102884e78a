/** The version that a run's manifest names: the package's own. */
export const ENGINE_VERSION = "0.1.0";

/**
 * The version of what decides a value's bits: elementary functions, operators, the order of every addition. A change of
 * any bit of any result is a new one.
 */
export const MATH_VERSION = "asof math 1";
