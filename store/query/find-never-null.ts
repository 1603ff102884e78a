import { type CheckedStatement, isTreeNode, type TreeNode } from "./check-statement.ts";
import { viewColumns } from "./cut-views.ts";

const counts: ReadonlySet<unknown> = new Set([
  "count",
  "count_star",
  "count_if",
  "row_number",
  "rank",
  "dense_rank",
]);
/** Of values that are all there, in groups that are not empty. */
const keepers: ReadonlySet<unknown> = new Set([
  "min",
  "max",
  "sum",
  "avg",
  "mean",
  "any_value",
  "first",
  "last",
]);

/** The views a plain FROM reads; null where a join or a subquery could bring rows without values. */
const viewsOf = (from: unknown): string[] | null => {
  if (!isTreeNode(from)) return null;
  if (from.type === "BASE_TABLE" && (from.column_name_alias as unknown[]).length > 0) return null;
  if (from.type === "BASE_TABLE") return [String(from.table_name).toLowerCase()];
  if (from.type !== "JOIN" || from.join_type !== "INNER") return null;
  const left = viewsOf(from.left);
  const right = viewsOf(from.right);
  return left && right && [...left, ...right];
};

/**
 * The columns of a result in which no value can be missing, as far as that is plain to see: counts, and columns of
 * the store that are always filled, read without an outer join. Of all other columns it is not known.
 */
export const findNeverNull = ({
  tree,
  views,
}: Pick<CheckedStatement, "tree" | "views">): ReadonlySet<string> => {
  const never = new Set<string>();
  if (tree.type !== "SELECT_NODE") return never;
  const from = viewsOf(tree.from_table);
  // A table of a WITH may have any columns.
  const isPlain = from?.every((view) => views.includes(view)) && !hasTables(tree);
  const filled = new Map<string, boolean>();
  for (const view of isPlain ? from! : [])
    for (const { name, isNullable } of viewColumns(view))
      filled.set(name, !isNullable && (filled.get(name) ?? true));
  const sets = tree.group_sets as readonly unknown[];
  const isGrouped =
    Array.isArray(sets) && sets.length === 1 && (tree.group_expressions as unknown[]).length > 0;
  const isSummed = Array.isArray(sets) && sets.length > 1;

  const isFilled = (part: unknown): boolean => {
    if (!isTreeNode(part)) return false;
    if (part.class === "CONSTANT") return (part.value as TreeNode).is_null === false;
    if (part.class === "COLUMN_REF")
      return !isSummed && filled.get((part.column_names as readonly string[]).at(-1)!.toLowerCase()) === true;
    if (part.class !== "FUNCTION" && part.class !== "WINDOW") return false;
    const name = String(part.function_name).toLowerCase();
    if (counts.has(name)) return true;
    const children = part.children as readonly unknown[];
    return (
      part.class === "FUNCTION" && keepers.has(name) && isGrouped && !part.filter && children.every(isFilled)
    );
  };
  for (const item of tree.select_list as readonly TreeNode[]) {
    if (item.class === "STAR" && isBareStar(item)) for (const [name, is] of filled) if (is) never.add(name);
    const name =
      item.alias || (item.class === "COLUMN_REF" && (item.column_names as readonly string[]).at(-1));
    if (name && isFilled(item)) never.add(String(name));
  }
  return never;
};

const hasTables = (tree: TreeNode): boolean =>
  ((tree.cte_map as TreeNode).map as readonly unknown[]).length > 0;
const isBareStar = (star: TreeNode): boolean =>
  star.expr === null &&
  (star.replace_list as unknown[]).length === 0 &&
  (star.rename_list as unknown[]).length === 0;
