import type { Camera } from "./camera";

/** What happens when somebody uses the map. */
export interface GestureTarget {
  readonly camera: Camera;
  /** The view moved. */
  moved(): void;
  /** A place was pressed and let go. */
  pressed(left: number, top: number, isDouble: boolean): void;
  /** The pointer is over a place; undefined: it left. */
  hovered(place: readonly [number, number] | undefined): void;
  /** A key that only the map understands. */
  keyed(key: "fit" | "choose" | "leave"): void;
}

/** Lets mouse, fingers, wheel and keyboard move a map. */
export function listen(element: HTMLElement, target: GestureTarget): void {
  const pointers = new Map<number, [number, number]>();
  let travelled = 0;
  let lastPress = 0;

  const place = (event: { clientX: number; clientY: number }): [number, number] => {
    const box = element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    if (pointers.size === 0) travelled = 0;
    pointers.set(event.pointerId, place(event));
  });
  element.addEventListener("pointermove", (event) => {
    const now = place(event);
    const before = pointers.get(event.pointerId);
    if (before === undefined) return target.hovered(now);
    const others = [...pointers].filter(([id]) => id !== event.pointerId);
    const other = others[0]?.[1];
    travelled += Math.hypot(now[0] - before[0], now[1] - before[1]);
    if (other !== undefined) {
      const distance = (from: readonly [number, number]): number => Math.hypot(from[0] - other[0], from[1] - other[1]);
      target.camera.zoomAt((now[0] + other[0]) / 2, (now[1] + other[1]) / 2, distance(now) / Math.max(1, distance(before)));
      target.camera.pan((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    } else {
      target.camera.pan(now[0] - before[0], now[1] - before[1]);
    }
    pointers.set(event.pointerId, now);
    target.moved();
  });
  const end = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId) || pointers.size > 0 || event.type === "pointercancel" || travelled > 6) return;
    const [left, top] = place(event);
    target.pressed(left, top, event.timeStamp - lastPress < 320);
    lastPress = event.timeStamp;
  };
  element.addEventListener("pointerup", end);
  element.addEventListener("pointercancel", end);
  element.addEventListener("pointerleave", () => target.hovered(undefined));
  element.addEventListener("wheel", (event) => {
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 18 : event.deltaMode === 2 ? 200 : 1;
    const [left, top] = place(event);
    target.camera.zoomAt(left, top, Math.exp(-Math.max(-300, Math.min(300, event.deltaY * unit)) * 0.0022));
    target.moved();
  }, { passive: false });
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { camera } = target;
    const step = event.shiftKey ? 200 : 60;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => camera.pan(step, 0), ArrowRight: () => camera.pan(-step, 0),
      ArrowUp: () => camera.pan(0, step), ArrowDown: () => camera.pan(0, -step),
      "+": () => camera.zoomAt(camera.width / 2, camera.height / 2, 1.3), "=": () => camera.zoomAt(camera.width / 2, camera.height / 2, 1.3),
      "-": () => camera.zoomAt(camera.width / 2, camera.height / 2, 1 / 1.3),
      "0": () => target.keyed("fit"), Enter: () => target.keyed("choose"), Escape: () => target.keyed("leave"),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
    target.moved();
  });
}
