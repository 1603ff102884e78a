import { checkType } from "./check-type.ts";
import { clockWords, knownFunctions, knownTableFunctions, valueWords } from "./known-functions.ts";

/** A part of the tree that DuckDB's own parser makes of a text. */
export type TreeNode = { readonly [key: string]: unknown };

/** What a statement that may run reads. */
export interface CheckedStatement {
  readonly tree: TreeNode;
  readonly views: readonly string[];
  readonly parameters: readonly string[];
}

export const isTreeNode = (value: unknown): value is TreeNode =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const queryNodes = ["SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"];
const tables = ["BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EMPTY", "EXPRESSION_LIST", "PIVOT"];
const modifiers = ["ORDER_MODIFIER", "LIMIT_MODIFIER", "LIMIT_PERCENT_MODIFIER", "DISTINCT_MODIFIER"];
const orders = ["ORDER_DEFAULT", "ASCENDING", "DESCENDING"];
const knownTypes: ReadonlySet<unknown> = new Set([...queryNodes, ...tables, ...modifiers, ...orders]);
const knownClasses: ReadonlySet<unknown> = new Set([
  ...["BETWEEN", "CASE", "CAST", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT", "FUNCTION", "LAMBDA"],
  ...["OPERATOR", "PARAMETER", "POSITIONAL_REFERENCE", "STAR", "SUBQUERY", "WINDOW"],
]);
const joins: ReadonlySet<unknown> = new Set(["REGULAR", "NATURAL", "CROSS", "ASOF", "DEPENDENT"]);
/** Parts that are looked at elsewhere, or hold types of values, in which nothing is looked up or run. */
const notWalked: ReadonlySet<string> = new Set(["cte_map", "sample", "type_info"]);

/** As DuckDB folds names: the Latin letters alone. A Kelvin sign is no k to it, so it must be none to us. */
const foldName = (name: unknown): string =>
  String(name).replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

class Refusal extends Error {
  readonly position: unknown;
  constructor(message: string, position: unknown) {
    super(message);
    this.position = position;
  }
}

/** A refusal says where in the text, as the parser counts; see `offsetOfByte`. */
export type CheckResult =
  | { readonly ok: true; readonly value: CheckedStatement }
  | { readonly ok: false; readonly message: string; readonly position: unknown };

/**
 * Walks the whole tree of a statement and accepts only what it knows: the kinds of query, table, join and expression
 * of a reading query, the functions of a list, and tables that are the given views or stand in a WITH around them.
 * Everything else is refused, so that what is new in a later DuckDB is refused too.
 */
export const checkStatement = (parsed: TreeNode, views: ReadonlySet<string>): CheckResult => {
  const read = new Set<string>();
  try {
    const statements = parsed.statements as readonly TreeNode[];
    const [statement] = statements;
    if (!statement || statements.length !== 1)
      throw new Refusal("A SQL cell holds one SELECT. Put each further statement into a cell of its own.", 0);
    walk(statement.node, new Set());
    const parameters = (statement.named_param_map as readonly { readonly key: string }[])
      .map(({ key }) => key)
      .sort();
    const unnamed = parameters.find((name) => !/^[A-Za-z_]/.test(name));
    if (unnamed !== undefined)
      throw new Refusal("Parameters have names: write $name for the cell's value.", 0);
    return { ok: true, value: { tree: statement.node as TreeNode, views: [...read], parameters } };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, message: error.message, position: error.position };
    throw error;
  }

  function walk(part: unknown, inScope: ReadonlySet<string>, isTable = false): void {
    if (Array.isArray(part)) {
      for (const each of part) walk(each, inScope);
      return;
    }
    if (!isTreeNode(part)) return;
    const scope = "cte_map" in part ? withTables(part, inScope) : inScope;
    if (typeof part.class === "string") checkExpression(part, isTable ? knownTableFunctions : knownFunctions);
    else if (typeof part.type === "string") checkTable(part, scope);
    if (part.class === "CONSTANT") return;
    if (isTreeNode(part.sample))
      throw new Refusal("A sample depends on chance. Use WHERE or LIMIT.", part.query_location);
    for (const [key, child] of Object.entries(part)) {
      if (notWalked.has(key)) continue;
      if (key === "cast_type") {
        const fault = checkType(child);
        if (fault) throw new Refusal(fault, part.query_location);
      } else walk(child, scope, part.type === "TABLE_FUNCTION" && key === "function");
    }
  }

  /** Each WITH sees the ones before it; a recursive one sees itself. */
  function withTables(query: TreeNode, inScope: ReadonlySet<string>): ReadonlySet<string> {
    const scope = new Set(inScope);
    const entries = (query.cte_map as TreeNode | null)?.map as readonly TreeNode[] | undefined;
    for (const { key, value } of entries ?? []) {
      const name = foldName(key);
      const info = value as TreeNode;
      const body = (info.query as TreeNode).node as TreeNode;
      walk(info, body.type === "RECURSIVE_CTE_NODE" ? new Set([...scope, name]) : scope);
      scope.add(name);
    }
    return scope;
  }

  function checkTable(part: TreeNode, scope: ReadonlySet<string>): void {
    const { type, query_location: at } = part;
    if (!knownTypes.has(type)) {
      const what = type === "SHOW_REF" ? "DESCRIBE, SUMMARIZE and SHOW are" : `${String(type)} is`;
      throw new Refusal(`${what} not part of a SQL cell: write a SELECT.`, at);
    }
    if (type === "JOIN" && !joins.has(part.ref_type))
      throw new Refusal(
        `A ${String(part.ref_type).toLowerCase()} join depends on the order of rows. Join ON a condition.`,
        at,
      );
    if (type !== "BASE_TABLE") return;
    const name = foldName(part.table_name);
    if (part.at_clause)
      throw new Refusal("Tables are cut at the notebook's as-of instant: leave AT out.", at);
    if (part.catalog_name !== "" || part.schema_name !== "")
      throw new Refusal(`Write ${name} alone, without a database or schema before it.`, at);
    if (scope.has(name)) return;
    if (!views.has(name)) {
      const list = [...views].filter((view) => !view.endsWith("_versions")).join(", ");
      throw new Refusal(
        `There is no table ${JSON.stringify(String(part.table_name))}. There are: ${list}; and each with _versions.`,
        at,
      );
    }
    read.add(name);
  }

  function checkExpression(part: TreeNode, functions: ReadonlySet<string>): void {
    const { query_location: at } = part;
    if (!knownClasses.has(part.class))
      throw new Refusal(
        `A SQL cell cannot use ${String(part.type).toLowerCase().replaceAll("_", " ")} here.`,
        at,
      );
    if (part.class === "COLUMN_REF") {
      const names = part.column_names as readonly string[];
      const word = names.length === 1 ? names[0]!.toLowerCase() : "";
      if (valueWords.has(word)) throw new Refusal(refusalOf(word), at);
    }
    if (part.class === "FUNCTION" || part.class === "WINDOW") checkFunction(part, functions);
  }

  function checkFunction(part: TreeNode, known: ReadonlySet<string>): void {
    const name = foldName(part.function_name);
    const { query_location: at } = part;
    // The parser itself puts "main" before functions that have a syntax of their own, such as EXTRACT.
    const isPlain = part.catalog === "" && (part.schema === "" || part.schema === "main");
    if (!isPlain) throw new Refusal(`Write ${name}(…) with its value inside the brackets.`, at);
    if (!known.has(name)) throw new Refusal(refusalOf(name), at);
    if (part.export_state) throw new Refusal("EXPORT_STATE is not part of a SQL cell.", at);
  }
};

const refusalOf = (name: string): string => {
  if (clockWords.has(name))
    return `A SQL cell cannot tell the time, as ${name} would. Use known_at, or give an instant as $name.`;
  return `The function ${name} is not one of those a SQL cell may call.`;
};
