import { expect, it } from "vitest";
import { listeningServer } from "./listening-server.ts";

it("two test servers at a time have each a registry of its own", async () => {
  const [one, other] = [await listeningServer(), await listeningServer()];
  await one.makeLive("alpha", "alpha", "checked");
  const listed = async ({ ask }: typeof one) => (await ask("ann", "GET", "/v1/strategies")).json().strategies;
  expect(await listed(one)).toHaveLength(1);
  expect(await listed(other)).toEqual([]);
  for (const server of [one, other]) await server.close();
});
