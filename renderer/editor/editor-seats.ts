/**
 * How many cells are editors at a time. Each costs every frame: a key in one of twenty takes twice what it takes in
 * one alone.
 */
export const SEATS = 6;

/** A cell that is an editor, or would be one. */
export interface Seat {
  /** Whether somebody types in it. */
  readonly isHeld: () => boolean;
  readonly onTake: () => void;
  readonly onLeave: () => void;
}

/** The cells that are editors, by who last used them, at most so many. */
export interface Seats {
  /** Gives a cell an editor, for which the one unused for longest shows still code again. */
  take(seat: Seat): void;
  /** Gives a cell an editor if there is one to spare; otherwise it waits for one. */
  ask(seat: Seat): void;
  leave(seat: Seat): void;
}

/** @param later does the work at a good time, one piece after the other */
export const createSeats = (count: number, later: (work: () => void) => void): Seats => {
  /** The one used last at the end. */
  const taken: Seat[] = [];
  const waiting: Seat[] = [];
  let isOffering = false;

  const remove = (list: Seat[], seat: Seat): boolean => {
    const index = list.indexOf(seat);
    if (index >= 0) list.splice(index, 1);
    return index >= 0;
  };
  const take = (seat: Seat): void => {
    remove(waiting, seat);
    const wasTaken = remove(taken, seat);
    taken.push(seat);
    if (wasTaken) return;
    const unused =
      taken.length > count ? taken.find((other) => other !== seat && !other.isHeld()) : undefined;
    if (unused) {
      remove(taken, unused);
      unused.onLeave();
    }
    seat.onTake();
  };
  const offer = (): void => {
    if (isOffering || waiting.length === 0 || taken.length >= count) return;
    isOffering = true;
    later(() => {
      isOffering = false;
      const [first] = waiting;
      if (first && taken.length < count) take(first);
      offer();
    });
  };
  return {
    take,
    ask: (seat) => {
      if (taken.includes(seat) || waiting.includes(seat)) return;
      // The first one is what a notebook is waited for.
      if (taken.length === 0) return take(seat);
      waiting.push(seat);
      offer();
    },
    leave: (seat) => {
      remove(waiting, seat);
      if (remove(taken, seat)) offer();
    },
  };
};
