import { expect, test } from "vitest";
import { MemoryWatch } from "./memory-watch.ts";

const watchWith = (workingSetMb: Record<number, number>, limit = { mb: 1_000 }) => {
  const reports: [number, number][] = [];
  const watch = new MemoryWatch(
    () => limit.mb,
    () => Object.entries(workingSetMb).map(([pid, mb]) => ({ pid: Number(pid), workingSetKb: mb * 1024 })),
    (kernelId, mb) => reports.push([kernelId, mb]),
  );
  const crashed: number[] = [];
  const add = (kernelId: number, pid: number) =>
    watch.watch({ kernelId, processId: () => pid, crash: () => crashed.push(kernelId) });
  return { watch, add, crashed, reports };
};

test("X4: only the kernel above the limit is ended, once", () => {
  const memory = { 11: 400, 12: 1_001 };
  const { watch, add, crashed } = watchWith(memory);
  add(1, 11);
  add(2, 12);
  watch.check();
  watch.check();
  expect(crashed).toEqual([2]);
  watch.forget(1);
});

test("a kernel exactly at the limit lives", () => {
  const { watch, add, crashed } = watchWith({ 11: 1_000 });
  add(1, 11);
  watch.check();
  expect(crashed).toEqual([]);
  watch.forget(1);
});

test("memory is reported every tenth reading", () => {
  const { watch, add, reports } = watchWith({ 11: 400 });
  add(1, 11);
  for (let i = 0; i < 20; i++) watch.check();
  expect(reports).toEqual([
    [1, 400],
    [1, 400],
  ]);
  watch.forget(1);
});

test("X4: a limit that the settings change holds from the next reading", () => {
  const limit = { mb: 1_000 };
  const { watch, add, crashed } = watchWith({ 11: 900 }, limit);
  add(1, 11);
  watch.check();
  expect(crashed).toEqual([]);
  limit.mb = 800;
  watch.check();
  expect(crashed).toEqual([1]);
  watch.forget(1);
});
