import type { Sample } from "../contract/app-contract.ts";

/** The notebooks that ship with the app, in the order of the gallery. */
export const sampleList: readonly Sample[] = [
  {
    id: "twelve-one-momentum",
    fileName: "twelve-one-momentum.nb.ts",
    title: { en: "Twelve-one momentum, global", ko: "12-1 모멘텀, 글로벌" },
    summary: {
      en: "Buy the winners of the last twelve months, skip the latest month, rebalance at month end.",
      ko: "최근 12개월 승자를 사고 마지막 1개월은 뺍니다. 월말에 재조정합니다.",
    },
    mics: ["XKRX", "XNYS", "XLON", "XHKG"],
  },
  {
    id: "value-book-to-price",
    fileName: "value-book-to-price.nb.ts",
    title: { en: "Value with point-in-time book-to-price", ko: "시점 기준 장부가 대비 주가 가치 전략" },
    summary: {
      en: "Rank by the book value that was published by the day, and see what a restatement would have changed.",
      ko: "그날까지 공시된 장부가로 순위를 매기고, 정정 공시가 무엇을 바꾸는지 봅니다.",
    },
    mics: ["XKRX", "XNYS", "XLON", "XHKG"],
  },
  {
    id: "momentum-how-much-is-search",
    fileName: "momentum-how-much-is-search.nb.ts",
    title: { en: "Momentum, how much of it is search", ko: "모멘텀, 얼마나 탐색의 결과인가" },
    summary: {
      en: "Sweep sixteen variants, see them all on one map, and ask what is left of the best one after the search.",
      ko: "열여섯 가지 변형을 모두 돌려 한 지도에서 보고, 탐색을 감안하면 최선의 변형에 무엇이 남는지 묻습니다.",
    },
    mics: ["XKRX", "XNYS", "XLON", "XHKG"],
  },
];
