/** What a compiled cell calls its power, and what that calls; no cell may say these names. */
export const powerNames = ["__power", "__pow"] as const;
