import type { Result } from "../contract/result.ts";
import { finite, observations } from "./observations.ts";
import { average } from "./returns.ts";

/**
 * The mean profit of a trade, Σx / n = p·(mean gain) − q·(mean loss) with p and q the shares of gains and
 * losses. In the unit of `profits`: money per trade, all in one currency; missing ones are dropped.
 * Fails with "too-few-observations" when there is none.
 * @source Tharp (1998), "Trade your way to financial freedom", expectancy.
 *
 * @example expectancy(Float64Array.of(120, -60, 30)) // 30
 */
export function expectancy(profits: Float64Array): Result<number> {
  const present = observations("expectancy", 1, profits);
  return present.ok ? finite("expectancy", average(present.value)) : present;
}
