import { expect, it } from "vitest";
import { withParticles } from "./particles.ts";

it.each([
  ["버전 1을(를) 회수", "버전 1을 회수"],
  ["버전 2을(를) 회수", "버전 2를 회수"],
  ["버전 10이(가) 라이브", "버전 10이 라이브"],
  ["버전 4이(가) 라이브", "버전 4가 라이브"],
  ["국내 모멘텀은(는) 있음", "국내 모멘텀은 있음"],
  ["가치은(는) 있음", "가치는 있음"],
  ["버전 3(으)로", "버전 3으로"],
  ["버전 7(으)로", "버전 7로"],
  ["서울(으)로, 부산(으)로, 제주(으)로", "서울로, 부산으로, 제주로"],
  ["momentum.nb.ts을(를) 엽니다", "momentum.nb.ts을(를) 엽니다"],
  ["Version 2 is live.", "Version 2 is live."],
])("%s reads %s", (text, read) => expect(withParticles(text)).toBe(read));
