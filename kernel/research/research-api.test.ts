import ts from "typescript";
import { describe, expect, expectTypeOf, it } from "vitest";
import type * as engine from "../../engine/index.ts";
import {
  derivedFields,
  Factor as EngineFactor,
  indicators,
  operatorReference,
  Selection,
} from "../../engine/index.ts";
import type { BarContext as EngineBarContext } from "../../engine/strategy/strategy.ts";
import { researchDeclarations } from "./declarations.ts";
import { createResearchApi } from "./research-api.ts";
import type { ResearchGlobals } from "./research-globals.ts";

const statements = researchDeclarations.flatMap(
  ({ path, text }) => ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true).statements,
);

const api: ResearchGlobals = createResearchApi({
  request: () => Promise.reject(new Error("no store in this test")),
  show: () => {},
  record: () => {},
  progress: () => {},
  now: () => 0,
  names: () => null,
  asOf: () => null,
  nameOf: () => null,
  inputValue: () => undefined,
});

interface DeclaredMember {
  readonly name: string;
  /** As one writes them: `n`, `minimumPresent`, `...exposures`. */
  readonly parameters: readonly string[];
  readonly doc: string;
}

const docOf = (node: ts.Node): string =>
  ts
    .getJSDocCommentsAndTags(node)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "")
    .join("");

const membersOf = (members: ts.NodeArray<ts.TypeElement>): DeclaredMember[] =>
  members.map((member) => ({
    name: member.name!.getText(),
    parameters: ts.isMethodSignature(member)
      ? member.parameters.map(({ dotDotDotToken, name }) => (dotDotDotToken ? "..." : "") + name.getText())
      : [],
    doc: docOf(member),
  }));

/** What an interface, or a constant of an object type, declares. */
const declaredIn = (name: string): DeclaredMember[] => {
  for (const statement of statements) {
    if (ts.isInterfaceDeclaration(statement) && statement.name.text === name)
      return membersOf(statement.members);
    if (!ts.isVariableStatement(statement)) continue;
    const [declared] = statement.declarationList.declarations;
    if (declared?.name.getText() === name && declared.type && ts.isTypeLiteralNode(declared.type))
      return membersOf(declared.type.members);
  }
  throw new Error(`${name} is not declared`);
};

const namesIn = (...interfaces: string[]): string[] =>
  interfaces.flatMap((name) => declaredIn(name).map((member) => member.name)).sort();

const methodsOf = (prototype: object): string[] =>
  Object.getOwnPropertyNames(prototype)
    .filter((name) => !["constructor", "toString"].includes(name))
    .sort();

describe("what the research API declares", () => {
  it("are all global names a cell gets, and no others", () => {
    const declared = statements.flatMap((statement) => {
      if (ts.isFunctionDeclaration(statement)) return [statement.name!.text];
      return ts.isVariableStatement(statement)
        ? statement.declarationList.declarations.map(({ name }) => name.getText())
        : [];
    });
    expect(Object.keys(api).sort()).toEqual(declared.filter((name) => name !== "console").sort());
  });

  it("has every method of the engine's factor, every indicator and every derived field, and no others", () => {
    expect(namesIn("Factor")).toEqual(methodsOf(EngineFactor.prototype));
    expect(namesIn("indicators")).toEqual(Object.keys(indicators).sort());
    expect(namesIn("StoreFields")).toEqual([...derivedFields].sort());
  });

  it("names the parameters of an operator as the operators' reference does", () => {
    const written = (signature: string) =>
      /\((.*)\)$/
        .exec(signature)![1]!
        .split(/, /)
        .map((parameter) => parameter.split(" ")[0]!)
        .filter(Boolean);
    const declared = new Map(
      [...declaredIn("Factor"), ...declaredIn("indicators")].map((member) => [member.name, member]),
    );
    const wrong = operatorReference
      .filter(({ name }) => name !== "neutralize")
      .map(({ name, signature }) => ({ name, is: declared.get(name)!.parameters, said: written(signature) }))
      .filter(({ is, said }) => String(is) !== String(said));
    expect(wrong).toEqual([]);
  });

  it("has every choice of names and split of the capital that the engine's signal has", () => {
    let seen: object = {};
    // The names of a store are not declared here, so this spec is written without them.
    const spec = {
      name: "s",
      universe: "U",
      decide: { mic: "XNYS", delayMinutes: 30 },
      rebalance: "daily",
      signal: ({ field }: { readonly field: StoreFields }) => field.adjustedClose,
      weights: ({ signal }: { readonly signal: Signal }) => {
        seen = signal;
        return signal.equal();
      },
    };
    api.strategy(spec as unknown as Parameters<typeof api.strategy>[0]);
    expect(namesIn("Signal", "CapitalSplits")).toEqual(Object.keys(seen).sort());
    expect(namesIn("ChosenNames", "CapitalSplits")).toEqual(methodsOf(Selection.prototype));
  });

  it("says what each operator, indicator, choice and act of an event strategy does", () => {
    const undocumented = ["Factor", "indicators", "Signal", "CapitalSplits", "WeightConstraints"].flatMap(
      (name) =>
        declaredIn(name)
          .filter(({ doc }) => doc === "")
          .map((member) => `${name}.${member.name}`),
    );
    expect(undocumented).toEqual([]);
  });

  // The compiler checks what follows: it fails to build when one side is changed and the other is not.
  it("has the engine's types of orders, costs, constraints and options", () => {
    expectTypeOf<OrderRequest>().toExtend<engine.OrderRequest>();
    expectTypeOf<engine.OrderRequest>().toExtend<OrderRequest>();
    expectTypeOf<Required<OrderChange>>().toEqualTypeOf<Required<engine.OrderChange>>();
    expectTypeOf<keyof OpenOrder>().toEqualTypeOf<Exclude<keyof engine.OpenOrder, "instrument">>();
    expectTypeOf<keyof BarContext<ParameterSpecs>>().toEqualTypeOf<keyof EngineBarContext>();
    expectTypeOf<keyof DecisionContext<ParameterSpecs>>().toEqualTypeOf<keyof engine.DecisionContext>();
    expectTypeOf<CostModel>().toEqualTypeOf<engine.CostModel>();
    expectTypeOf<WeightConstraints>().toEqualTypeOf<engine.WeightConstraints>();
    type Own = "from" | "to" | "capital" | "costs" | "params";
    type Set = "from" | "to" | "capitalMinor" | "currency" | "costs";
    expectTypeOf<Omit<BacktestOptions, Own>>().toEqualTypeOf<Omit<engine.BacktestConfig, Set>>();
  });
});
