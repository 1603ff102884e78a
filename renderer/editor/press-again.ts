/** Where and how the pointer was pressed. */
export type PressPlace = PointerEventInit & { readonly clientX: number; readonly clientY: number };

export const placeOf = (event: PointerEvent): PressPlace => ({
  clientX: event.clientX,
  clientY: event.clientY,
  button: event.button,
  buttons: event.buttons,
  detail: event.detail,
  shiftKey: event.shiftKey,
  ctrlKey: event.ctrlKey,
  altKey: event.altKey,
  metaKey: event.metaKey,
  pointerId: event.pointerId,
  pointerType: event.pointerType,
});

/** Presses the pointer again at the same place, now that something else is there, if it belongs to `scope`. */
export const pressAgain = (scope: Element, place: PressPlace): void => {
  const target = document.elementFromPoint(place.clientX, place.clientY);
  if (!target || !scope.contains(target)) return;
  const init = { ...place, bubbles: true, cancelable: true, composed: true, view: window };
  target.dispatchEvent(new PointerEvent("pointerdown", init));
  target.dispatchEvent(new MouseEvent("mousedown", { ...init, detail: 1 }));
};
