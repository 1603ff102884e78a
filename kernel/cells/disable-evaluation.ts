/** Takes from cells every way to make code from text; what the compiler has refused must not come in later. */
export const disableEvaluation = (scope: typeof globalThis): void => {
  const refuse = () => {
    throw new TypeError("Making code from text is not available in a cell.");
  };
  const samples = [() => {}, async () => {}, function* () {}, async function* () {}];
  for (const sample of samples) {
    const prototype = Object.getPrototypeOf(sample) as object;
    // biome-ignore lint/suspicious/noShadowRestrictedNames: it stands in for Function, also by name
    const stand = function Function() {
      return refuse();
    };
    Object.defineProperty(stand, "prototype", { value: prototype });
    Object.defineProperty(prototype, "constructor", { value: stand, writable: false, configurable: false });
  }
  Object.defineProperty(scope, "Function", {
    value: Function.prototype.constructor,
    writable: false,
    configurable: false,
  });
  Reflect.deleteProperty(scope, "eval");
};
