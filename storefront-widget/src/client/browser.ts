export const isBrowser = (): boolean => typeof document !== "undefined"
export const isHidden = (): boolean => document.visibilityState === "hidden"

/** A version 4 UUID. On plain http `crypto.randomUUID` is missing, but a blob's address still ends with one. */
export function uuid(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID()
  const url = URL.createObjectURL(new Blob())
  URL.revokeObjectURL(url)
  return url.slice(-36)
}

/** `addEventListener` that hands back its undoing. */
export function listen(target: EventTarget, type: string, listener: (event: Event) => void): () => void {
  target.addEventListener(type, listener)
  return () => target.removeEventListener(type, listener)
}
