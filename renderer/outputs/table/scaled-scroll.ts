/*
 * Browsers draw no element higher than some thirty million pixels. A longer table scrolls on a body of bounded height:
 * near both ends a pixel of the scroll bar is a pixel of the table, between them it stands for more. A small move of the
 * wheel or a key is one to one wherever it happens; only what jumps is scaled.
 */

/** Well under the limit at every zoom of the page. */
const MAX_BODY = 4_000_000;
/** At each end, so many pixels are one to one. */
const EDGE = 500_000;

/** A browser that glides to an end stops up to a pixel or two before it. */
const NEARLY = 3;

/** Where a table stands: the browser's own place, and the first pixel of the table that is seen. */
export interface ScrollPlace {
  readonly scrollTop: number;
  readonly offset: number;
}

export interface ScrollScale {
  /** Height of the body in the browser. */
  readonly body: number;
  /** The place after the browser has moved to another one. */
  follow(place: ScrollPlace, scrollTop: number): ScrollPlace;
  /** Where the browser should stand for an offset, once nothing moves any more. */
  settle(place: ScrollPlace): ScrollPlace;
}

const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, value));

/**
 * @param total height of all rows
 * @param viewport height of what is seen of them
 */
export const scrollScale = (total: number, viewport: number): ScrollScale => {
  const body = Math.min(total, MAX_BODY);
  const lastOffset = Math.max(0, total - viewport);
  const lastTop = Math.max(0, body - viewport);
  if (total <= MAX_BODY)
    return {
      body,
      follow: (_, scrollTop) => ({ scrollTop, offset: scrollTop }),
      settle: (place) => place,
    };
  const ratio = (lastOffset - 2 * EDGE) / (lastTop - 2 * EDGE);
  const toOffset = (top: number): number => {
    if (top <= EDGE) return top;
    if (top >= lastTop - EDGE) return lastOffset - (lastTop - top);
    return EDGE + (top - EDGE) * ratio;
  };
  const toTop = (offset: number): number => {
    if (offset <= EDGE) return offset;
    if (offset >= lastOffset - EDGE) return lastTop - (lastOffset - offset);
    return EDGE + (offset - EDGE) / ratio;
  };
  return {
    body,
    follow: (place, scrollTop) => {
      const moved = scrollTop - place.scrollTop;
      const isSmall = Math.abs(moved) <= 2 * viewport;
      const isAtEnd = scrollTop < NEARLY || scrollTop > lastTop - NEARLY;
      const offset =
        isSmall && !isAtEnd ? clamp(place.offset + moved, lastOffset) : toOffset(clamp(scrollTop, lastTop));
      return { scrollTop, offset };
    },
    settle: ({ offset }) => ({ scrollTop: Math.round(toTop(offset)), offset }),
  };
};
