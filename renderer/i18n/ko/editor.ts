import type { editor as english } from "../en/editor.ts";

/** What the editor says in Korean. */
export const editor: typeof english = {
  label: { code: "셀 {{id}}의 코드", markdown: "셀 {{id}}의 글", sql: "셀 {{id}}의 질의" },
  empty: { code: "코드 입력", markdown: "글 입력", sql: "질의 입력" },
};
