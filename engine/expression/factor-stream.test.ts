import { describe, expect, test } from "vitest";
import { evaluateFactor } from "./evaluate-factor.ts";
import { fieldFactor } from "./factor.ts";
import { createFactorStream, type FactorStreamState } from "./factor-stream.ts";
import { createRichWorld } from "./testing/rich-world.ts";
import { sessionsOf } from "./testing/sessions-of.ts";

const panel = createRichWorld({ seed: 5, instruments: 4, sessions: 20, hasActions: true, hasGaps: true });
const sessions = sessionsOf(panel);
const factor = fieldFactor("adjustedClose").mean(5).minus(fieldFactor("close").ema(3)).crossZscore();

describe("a stream of sessions", () => {
  test("resumed from its state after any session gives the values of one that never stopped", () => {
    const expected = evaluateFactor(factor, panel).at(sessions.at(-1)!.at);
    const running = createFactorStream(factor, panel);
    for (let k = 0; k < sessions.length; k++) {
      const resumed = createFactorStream(factor, panel, running.save());
      for (const { session } of sessions.slice(k)) resumed.push(session);
      expect(resumed.values()).toEqual(expected);
      running.push(sessions[k]!.session);
    }
    expect(running.values()).toEqual(expected);
  });

  test("has a state of plain data, untouched by what comes after", () => {
    const running = createFactorStream(factor, panel);
    for (const { session } of sessions.slice(0, 9)) running.push(session);
    const saved = running.save();
    const copy = structuredClone(saved);
    for (const { session } of sessions.slice(9)) running.push(session);
    expect(saved).toEqual(copy);
    const plain = JSON.stringify(saved, (_, value) =>
      ArrayBuffer.isView(value) ? Array.from(value as never) : value,
    );
    expect(plain.length).toBeGreaterThan(100);
  });

  test("needs memory for its windows, not for its history", () => {
    const running = createFactorStream(factor, panel);
    const sizeOf = ({ memory }: FactorStreamState) => memory.reduce((sum, each) => sum + each.length, 0);
    const before = sizeOf(running.save());
    for (const { session } of sessions) running.push(session);
    expect(sizeOf(running.save())).toBe(before);
  });

  test("has no values of instruments whose market has had no session", () => {
    const running = createFactorStream(factor, panel);
    running.push(sessions[0]!.session);
    const { market } = sessions[0]!.session;
    running.values().forEach((value, i) => {
      if (panel.instruments[i]!.market !== market) expect(value).toBeNaN();
    });
  });
});

describe("mistakes are refused with a clear sentence", () => {
  test("a session out of turn", () => {
    const running = createFactorStream(factor, panel);
    const { session } = sessions[0]!;
    running.push(session);
    expect(() => running.push(session)).toThrow(
      `session ${session.sessionNumber + 1} of ${panel.markets[session.market]!.mic} is next, was ${session.sessionNumber}`,
    );
    expect(() => running.push({ ...session, market: 9 })).toThrow("there is no market 9 in the stream");
  });

  test("a session without a field that is read, before anything has changed", () => {
    const running = createFactorStream(factor, panel);
    const { session } = sessions[0]!;
    const before = running.save();
    const { close: _, ...columns } = session.columns;
    expect(() => running.push({ ...session, columns })).toThrow('there is no field "close"');
    expect(running.save()).toEqual(before);
  });

  test("a state of another factor or of other instruments", () => {
    const sentence = "the saved state is of another factor or of other instruments";
    const saved = createFactorStream(factor, panel).save();
    expect(() => createFactorStream(factor.neg(), panel, saved)).toThrow(sentence);
    const fewer = { ...panel, instruments: panel.instruments.slice(1) };
    expect(() => createFactorStream(factor, fewer, saved)).toThrow(sentence);
    const cut = { ...saved, memory: saved.memory.map((each) => each.subarray(1)) };
    expect(() => createFactorStream(factor, panel, cut)).toThrow(sentence);
  });
});
