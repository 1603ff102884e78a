/** What the editor says in English. Keys and placeholders equal those of the Korean file. */
export const editor = {
  label: { code: "Code of cell {{id}}", markdown: "Text of cell {{id}}", sql: "Query of cell {{id}}" },
  empty: { code: "Write code", markdown: "Write text", sql: "Write a query" },
};
