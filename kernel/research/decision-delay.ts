/** As `atClose` has it when nothing is said: a bar is known some minutes after its close. */
export const DELAY_MINUTES = 30;
