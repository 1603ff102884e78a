import type { HeatMap } from "../../../kernel/contract/display.ts";
import type { Field } from "../../../kernel/tables/delimited-text.ts";
import { heatMapRow } from "../../format/heat-map-format.ts";

/** The map for a file, at full precision. */
export const heatMapRows = function* (map: HeatMap): Generator<readonly Field[]> {
  yield [`${map.y.label} \\ ${map.x.label}`, ...map.x.values];
  for (const [row, label] of map.y.values.entries())
    yield [label, ...Array.from(heatMapRow(map, row), (value) => (Number.isFinite(value) ? value : null))];
};
