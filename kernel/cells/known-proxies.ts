const proxies = new WeakSet<object>();
const add = proxies.add.bind(proxies);
const has = proxies.has.bind(proxies);

/** Whether this was made a Proxy by a cell: to look into it would run the cell's code. */
export const isProxy = (value: unknown): boolean =>
  ((typeof value === "object" && value !== null) || typeof value === "function") && has(value);

/** Puts a Proxy in place that behaves as the language's own and whose objects `isProxy` knows. */
export const watchProxies = (scope: { Proxy: ProxyConstructor }): void => {
  const Real = scope.Proxy;
  const { revocable } = Real;
  // biome-ignore lint/suspicious/noShadowRestrictedNames: it stands in for Proxy, also by name
  const replacement = function Proxy(target: object, handler: ProxyHandler<object>): object {
    if (!new.target) throw new TypeError("Constructor Proxy requires 'new'");
    const made = new Real(target, handler);
    add(made);
    return made;
  };
  Object.defineProperty(replacement, "prototype", { value: undefined, writable: false });
  Object.defineProperty(replacement, "revocable", {
    value: (target: object, handler: ProxyHandler<object>) => {
      const made = revocable(target, handler);
      add(made.proxy);
      return made;
    },
    writable: true,
    configurable: true,
  });
  scope.Proxy = replacement as unknown as ProxyConstructor;
};
