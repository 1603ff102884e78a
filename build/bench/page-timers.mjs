/**
 * Runs in the page: keeps the times of keys and clicks, of what they show, and of tasks that block.
 * A frame is on the screen when a task after its animation callback begins.
 */
export function installTimers() {
  /** @type {{ longTasks: number[], paints: number[] }} */
  const kept = { longTasks: [], paints: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) kept.longTasks.push(entry.duration);
  }).observe({ type: "longtask" });
  const afterFrame = (/** @type {() => void} */ work) =>
    requestAnimationFrame(
      () => void (/** @type {any} */ (globalThis).scheduler.postTask(work, { priority: "user-blocking" })),
    );
  window.addEventListener(
    "keydown",
    (event) => afterFrame(() => kept.paints.push(performance.now() - event.timeStamp)),
    true,
  );
  const until = (/** @type {string} */ selector, /** @type {string} */ event) =>
    new Promise((resolve) => {
      let from = 0;
      const look = () => {
        if (from === 0 || document.querySelector(selector) === null) return;
        observer.disconnect();
        afterFrame(() => resolve(performance.now() - from));
      };
      const observer = new MutationObserver(look);
      observer.observe(document.body, { subtree: true, childList: true, attributes: true });
      window.addEventListener(
        event,
        ({ timeStamp }) => {
          from = timeStamp;
          look();
        },
        { capture: true, once: true },
      );
    });
  Object.assign(globalThis, { asofTimers: { kept, until } });
}
