import { expect, it } from "vitest";
import { inspectValue } from "./inspect-value.ts";
import { isProxy, watchProxies } from "./known-proxies.ts";

const scope = { Proxy };
watchProxies(scope);

it("O7: nothing looks into a Proxy that a cell made, wherever one stands", () => {
  const traps: string[] = [];
  const handler = new Proxy({}, { get: (_, name) => void traps.push(String(name)) });
  const proxies = [{}, [], () => 1, class {}, new Map()].map((target) => new scope.Proxy(target, handler));
  const revoked = scope.Proxy.revocable({}, {});
  revoked.revoke();
  const made = [
    ...proxies,
    revoked.proxy,
    Object.create(proxies[0]!) as object,
    Object.create({ constructor: proxies[3] }) as object,
    new Map([[proxies[0], proxies[1]]]),
  ];
  traps.length = 0;
  const shown = inspectValue({ made, first: proxies[0] }, () => 1);
  const lines = inspectValue(made, () => 1).children!;
  expect(traps).toEqual([]);
  expect(shown.children).toMatchObject([{ label: "made" }, { type: "Proxy", preview: "Proxy" }]);
  expect(lines.slice(0, 6).every(({ type, node }) => type === "Proxy" && node === undefined)).toBe(true);
});

it("a watched Proxy behaves as the language's own", () => {
  const made = new scope.Proxy({ a: 1 }, { get: (target, name) => Reflect.get(target, name) ?? 2 });
  expect([made.a, (made as Record<string, number>).b, isProxy(made), isProxy({})]).toEqual([
    1,
    2,
    true,
    false,
  ]);
  expect([scope.Proxy.name, scope.Proxy.length, scope.Proxy.prototype]).toEqual([Proxy.name, 2, undefined]);
  expect(() => (scope.Proxy as unknown as () => void)()).toThrow(TypeError);
  expect(() => new scope.Proxy(1 as never, {})).toThrow(TypeError);
});
