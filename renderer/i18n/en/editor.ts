/** What the editor says in English. Keys and placeholders equal those of the Korean file. */
export const editor = {
  label: { code: "Code of cell {{id}}", markdown: "Text of cell {{id}}", sql: "Query of cell {{id}}" },
  empty: { code: "Write code", markdown: "Write text", sql: "Write a query" },
  fix: { replace: "Write {{name}}", await: "Wait for the value with await" },
  rename: {
    "nothing-here": "There is no name here that could be changed.",
    "not-a-name": "{{name}} is no name: take letters, digits and _, and no word of the language.",
    "not-yours": "This name belongs to the research API and cannot be changed.",
    imported: "This name belongs to another notebook: change it there, or give it another name here with as.",
    "name-taken": "{{name}} is in use already: choose another name.",
    "typed-over": "The text changes faster than the name can. Try again when nobody types.",
    "no-kernel": "The kernel is not ready. Try again when it is idle.",
  },
};
