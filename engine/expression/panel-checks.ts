import { ArgumentError } from "../argument-error.ts";
import type { Panel } from "../contract/panel.ts";

/** Panels that have passed. They are never changed, and a sweep runs thousands of times on one. */
const passed = new WeakSet<Panel>();

/** Throws an ArgumentError with code "bad-panel" when the shapes of a panel do not fit together. */
export function checkPanel(panel: Panel): void {
  if (passed.has(panel)) return;
  const { offsets, instruments, markets } = panel;
  const demand = (holds: boolean, sentence: string) => {
    if (!holds) throw new ArgumentError(sentence, "bad-panel");
  };
  demand(offsets.length === instruments.length + 1, "the panel's offsets do not fit its instruments");
  for (let i = 0; i < instruments.length; i++) {
    const market = markets[instruments[i]!.market];
    demand(market !== undefined, `${instruments[i]!.iid} belongs to no market of the panel`);
    const rows = offsets[i + 1]! - offsets[i]!;
    demand(
      rows === market!.sessionDates.length,
      `${instruments[i]!.iid} has ${rows} rows, but its market ${market!.mic} has ${market!.sessionDates.length}`,
    );
  }
  demand(
    panel.sharesSplitFactor === undefined || panel.sharesSplitFactor.length === instruments.length,
    "the panel's split factors do not fit its instruments",
  );
  const cells = offsets[instruments.length]!;
  for (const [name, column] of Object.entries(panel.columns))
    demand(column.length === cells, `column ${name} has ${column.length} cells, should have ${cells}`);
  demand(panel.members.length === cells, `members has ${panel.members.length} cells, should have ${cells}`);
  passed.add(panel);
}
