import { expose } from "comlink";
import { createLanguage } from "../language/language.ts";

/** The trusted worker that parses, compiles and type-checks, so that the host stays quick to answer. */
const language = createLanguage();
// Comlink offers own and inherited properties of this object and nothing else.
expose({
  update: language.update,
  check: language.check,
  declareStore: language.declareStore,
  declareSql: language.declareSql,
  declarations: language.declarations,
  rename: language.rename,
});
// The first check reads the language's own declarations, which takes most of a second: do it before it is asked for.
language.check();
