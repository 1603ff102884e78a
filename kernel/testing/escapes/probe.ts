/**
 * One attempt to get at something that a cell must not have: a name, and the body of an async function that returns
 * what it got, or throws. It finds `g` (the global object), HTTP, TCP, UDP and DNS (where the test listens).
 */
export type Probe = readonly [name: string, body: string];

export interface Listening {
  readonly tcp: number;
  readonly udp: number;
  readonly dns: number;
}

/** The beginning of a program that tries the probes: `reached` holds what each got so far, `open` what still tries. */
export const attemptsOf = (probes: readonly Probe[], { tcp, udp, dns }: Listening): string =>
  [
    `const g = globalThis, TCP = ${tcp}, UDP = ${udp}, DNS = ${dns}, HTTP = "http://127.0.0.1:${tcp}/";`,
    "const reached: any = {}, open: any = new Map();",
    "const attempt = async (name: any, body: any) => { try { const got = await body(); if (got !== undefined && got !== false && got !== null) reached[name] = String(got).slice(0, 60); } catch {} };",
    ...probes.map(
      ([name, body]) =>
        `open.set(${JSON.stringify(name)}, attempt(${JSON.stringify(name)}, async () => { ${body} }));`,
    ),
  ].join("\n");

/** The same as plain JavaScript, for where no sandbox stands. */
export const plainAttemptsOf = (probes: readonly Probe[], listening: Listening): string =>
  attemptsOf(probes, listening).replaceAll(": any", "");
