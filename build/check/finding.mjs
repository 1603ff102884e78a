/**
 * One rule's answer: what it looked at, and what is wrong ("" when nothing is).
 * @typedef {{ name: string, told: string, problem: string }} Finding
 */

export {};
