import { expect, it } from "vitest";
import { createPendingRequests, MAX_PENDING_REQUESTS, REQUESTS_IN_FLIGHT } from "./pending-requests.ts";
import type { FromCellWorker } from "./protocol.ts";

type Request = Extract<FromCellWorker, { kind: "request" }>;

const setUp = () => {
  const posted: Request[] = [];
  const requests = createPendingRequests("n", (request) => void posted.push(request));
  const answer = (id: number, nonce = "n") =>
    requests.hear({ kind: "answer", nonce, id, ok: true, value: id });
  return { posted, requests, answer };
};

it("S7: keeps the host busy with some questions, the rest wait, and too many are refused", async () => {
  const { posted, requests, answer } = setUp();
  const asked = Array.from({ length: MAX_PENDING_REQUESTS }, () => requests.ask("panel", {}));
  expect(posted.length).toBe(REQUESTS_IN_FLIGHT);
  await expect(requests.ask("panel", {})).rejects.toMatchObject({ code: "too-many-requests" });
  answer(1);
  expect(await asked[0]).toBe(1);
  expect(posted.length).toBe(REQUESTS_IN_FLIGHT + 1);
});

it("S6: does not hear an answer that belongs to another run", async () => {
  const { requests, answer } = setUp();
  let heard: unknown = "nothing";
  const asked = requests.ask("panel", {}).then((value) => {
    heard = value;
  });
  answer(1, "another");
  await Promise.resolve();
  expect(heard).toBe("nothing");
  answer(1);
  await asked;
  expect(heard).toBe(1);
});

it("S7: fails a question that cannot travel, and goes on", async () => {
  const requests = createPendingRequests("n", () => {
    throw new Error("could not be cloned");
  });
  await expect(requests.ask("panel", () => 1)).rejects.toMatchObject({ code: "bad-request" });
});
