/** The version that a run's manifest names: the package's own. */
export const ENGINE_VERSION = "0.1.0";
