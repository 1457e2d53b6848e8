export const isBrowser = (): boolean => typeof document !== "undefined"
export const isHidden = (): boolean => document.visibilityState === "hidden"

/** A version 4 UUID. On plain http `crypto.randomUUID` is missing, but the address of an empty blob ends with one. */
export const uuid = (): string => crypto.randomUUID?.() ?? URL.createObjectURL(new Blob()).slice(-36)

/** `addEventListener` that hands back its undoing. */
export function listen(target: EventTarget, type: string, listener: (event: Event) => void): () => void {
  target.addEventListener(type, listener)
  return () => target.removeEventListener(type, listener)
}
