import { relative } from "node:path";
import { BaseSequencer } from "vitest/node";
import { ROOT } from "../paths.mjs";

/** @import { TestSpecification } from "vitest/node" */

/** Files that take half a minute and more: begun last, one of them would run at the end on its own. */
const LONG = [
  "store/recovery/kill.",
  "store/recovery/damaged-log.",
  "engine/backtest/backtest-properties.",
  "store/panel/panel-through-database.",
  "engine/backtest/account-properties.",
  "store/panel/bar-runs.",
  "store/panel/panel-properties.",
  "store/ingest/acceptance.",
  "store/write/undo-batch.",
  "store/build/build-store.",
  "store/ingest/take-up-staged.",
];

/** Vitest's own order, which keeps projects apart, with the long files of each project first. */
export class LongFirst extends BaseSequencer {
  /** @override @param {TestSpecification[]} files */
  async sort(files) {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project))];
    return projects.flatMap((project) =>
      sorted.filter((file) => file.project === project).sort((a, b) => placeOf(a) - placeOf(b)),
    );
  }
}

/** @param {TestSpecification} file */
const placeOf = ({ moduleId }) => {
  const path = relative(ROOT, moduleId).replaceAll("\\", "/");
  const place = LONG.findIndex((name) => path.startsWith(name));
  return place < 0 ? LONG.length : place;
};
