import type { editor as english } from "../en/editor.ts";

/** What the editor says in Korean. */
export const editor: typeof english = {
  label: { code: "셀 {{id}}의 코드", markdown: "셀 {{id}}의 글", sql: "셀 {{id}}의 질의" },
  empty: { code: "코드 입력", markdown: "글 입력", sql: "질의 입력" },
  fix: { replace: "{{name}}(으)로 고치기", await: "await로 값을 기다리기" },
  rename: {
    "nothing-here": "여기에는 바꿀 수 있는 이름이 없습니다.",
    "not-a-name": "{{name}}은(는) 이름이 될 수 없습니다. 글자, 숫자, _만 쓰고 예약어는 피하십시오.",
    "not-yours": "연구 API의 이름이라 바꿀 수 없습니다.",
    imported: "다른 노트북의 이름입니다. 그 노트북에서 바꾸거나, 여기서는 as로 다른 이름을 붙이십시오.",
    "name-taken": "{{name}}은(는) 이미 쓰이고 있습니다. 다른 이름을 고르십시오.",
    "typed-over": "입력이 계속되어 이름을 바꾸지 못했습니다. 입력을 멈춘 뒤 다시 시도하십시오.",
    "no-kernel": "커널이 준비되지 않았습니다. 대기 상태가 되면 다시 시도하십시오.",
  },
};
