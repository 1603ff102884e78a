export const WordMark = () => (
  <span className="word-mark" translate="no">
    As<b>of</b>
  </span>
);
