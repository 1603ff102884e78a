/**
 * Does every piece of work, two at a time, since that many cores are there at least. Results are in the order of the
 * work.
 * @template T
 * @param {readonly (() => Promise<T>)[]} work
 * @returns {Promise<T[]>}
 */
export async function twoAtATime(work) {
  /** @type {T[]} */
  const results = new Array(work.length);
  const queue = work.entries();
  const lane = async () => {
    for (const [place, each] of queue) results[place] = await each();
  };
  await Promise.all([lane(), lane()]);
  return results;
}
