/**
 * The sets of nodes that all reach each other, by Tarjan's algorithm in one pass over the edges; without recursion,
 * because a chain may be as long as a notebook.
 */
export const findComponents = (needs: readonly (readonly number[])[]): number[][] => {
  const found: number[][] = [];
  const index = new Int32Array(needs.length).fill(-1);
  const low = new Int32Array(needs.length);
  const isOnStack = new Uint8Array(needs.length);
  const stack: number[] = [];
  const path: { readonly node: number; edge: number }[] = [];
  let next = 0;
  const enter = (node: number): void => {
    index[node] = low[node] = next++;
    stack.push(node);
    isOnStack[node] = 1;
    path.push({ node, edge: 0 });
  };
  const leave = (node: number): void => {
    path.pop();
    const above = path.at(-1)?.node;
    if (above !== undefined) low[above] = Math.min(low[above]!, low[node]!);
    if (low[node] !== index[node]) return;
    const members = stack.splice(stack.lastIndexOf(node));
    for (const member of members) isOnStack[member] = 0;
    found.push(members.sort((a, b) => a - b));
  };
  for (let start = 0; start < needs.length; start++) {
    if (index[start] !== -1) continue;
    enter(start);
    for (let at = path.at(-1); at; at = path.at(-1)) {
      const need = needs[at.node]![at.edge++];
      if (need === undefined) leave(at.node);
      else if (index[need] === -1) enter(need);
      else if (isOnStack[need]) low[at.node] = Math.min(low[at.node]!, index[need]!);
    }
  }
  return found;
};
