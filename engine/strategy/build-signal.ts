import { ArgumentError } from "../argument-error.ts";
import { Factor } from "../expression/factor.ts";
import { type FieldFactors, unknownField } from "../expression/fields.ts";
import { reportedField } from "../expression/fundamental-names.ts";
import { planFactor } from "../expression/plan-factor.ts";

/**
 * The expression that a function of the user's makes of the fields, once it has been checked: it reads something, and
 * only fields that there are. Throws an ArgumentError ("unknown-field", "bad-argument"), or what the function throws.
 */
export function buildSignal<G extends { readonly field: FieldFactors }>(
  build: (given: G) => Factor,
  given: G,
): Factor {
  const { field } = given;
  const signal = callSignal(build, given);
  if (!(signal instanceof Factor)) throw new ArgumentError("signal must return a factor");
  if (signal.axis === "constant") throw new ArgumentError("signal must read at least one field");
  for (const name of planFactor(signal).fields)
    if (!Object.hasOwn(field, reportedField(name)))
      throw unknownField(reportedField(name), Object.keys(field));
  return signal;
}

/** `field.closs.delay(1)` is a TypeError about undefined; the function's own text tells which name was meant. */
function callSignal<G extends { readonly field: FieldFactors }>(
  build: (given: G) => Factor,
  given: G,
): Factor {
  try {
    return build(given);
  } catch (thrown) {
    if (thrown instanceof TypeError)
      for (const [, name] of String(build).matchAll(/\bfield\.([A-Za-z_$][\w$]*)/g))
        if (name && !Object.hasOwn(given.field, name)) throw unknownField(name, Object.keys(given.field));
    throw thrown;
  }
}
