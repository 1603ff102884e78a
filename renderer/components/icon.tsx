const paths = {
  play: "M4.5 3.2v9.6l8-4.8z",
  restart: "M13 8a5 5 0 1 1-1.6-3.7M13 2.4v2.8h-2.8",
  stop: "M4.5 4.5h7v7h-7z",
  plus: "M8 3v10M3 8h10",
  close: "M4 4l8 8M12 4l-8 8",
  minimise: "M3 8.5h10",
  maximise: "M3.5 3.5h9v9h-9z",
  restore: "M5.5 5.5v-2h7v7h-2M3.5 5.5h7v7h-7z",
  search: "M7 11.5a4.5 4.5 0 1 1 0-9 4.5 4.5 0 0 1 0 9zM10.4 10.4l3.1 3.1",
  chevronRight: "M6 3.5 10.5 8 6 12.5",
  chevronDown: "M3.5 6 8 10.5 12.5 6",
  chevronUp: "M3.5 10 8 5.5 12.5 10",
  clock: "M8 14A6 6 0 1 1 8 2a6 6 0 0 1 0 12zM8 4.8V8l2.2 1.6",
  warning: "M8 2.4 14.2 13H1.8zM8 6.4v3.2M8 11.2v.3",
  error: "M8 14A6 6 0 1 1 8 2a6 6 0 0 1 0 12zM8 4.8v4M8 10.8v.3",
  info: "M8 14A6 6 0 1 1 8 2a6 6 0 0 1 0 12zM8 7.4v3.8M8 4.9v.3",
  check: "M3.2 8.4 6.4 11.6 12.8 4.8",
  more: "M3.5 8h.1M8 8h.1M12.5 8h.1",
  arrowUp: "M8 13V3.4M4 7l4-4 4 4",
  arrowDown: "M8 3v9.6M4 9l4 4 4-4",
  arrowRight: "M3 8h9.6M9 4l4 4-4 4",
  arrowLeft: "M13 8H3.4M7 4 3 8l4 4",
  trash: "M3.5 4.5h9M6.5 4.5v-2h3v2M4.6 4.5l.6 9h5.6l.6-9",
  folder: "M2 4.2h4.2l1.4 1.6H14v7.4H2z",
  file: "M4 2h5.2L12.5 5.3V14H4zM9 2v3.5h3.5",
  save: "M2.8 2.8h8.4l2 2v8.4H2.8zM5.2 2.8v3.4h5V2.8M5.2 13.2V9.4h5.6v3.8",
  import: "M8 2v8M4.5 6.8 8 10.2l3.5-3.4M2.5 12.2v1.6h11v-1.6",
  settings: "M2.5 4.5h5M10.5 4.5h3M9 3v3M2.5 11.5h3M8.5 11.5h5M7 10v3",
  lock: "M4 7.2h8v6.2H4zM5.6 7.2V5.4a2.4 2.4 0 0 1 4.8 0v1.8",
  keyboard: "M1.8 4.2h12.4v7.6H1.8zM4.4 6.6h.1M7 6.6h.1M9.6 6.6h.1M12 6.6h.1M5 9.4h6",
} as const;

export type IconName = keyof typeof paths;

/** One of our own 16 px outlines. It says nothing by itself: what it stands beside, or in, has the name. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
    <path d={paths[name]} />
  </svg>
);
