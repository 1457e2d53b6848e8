export const isBrowser = (): boolean => typeof document !== "undefined"
export const isHidden = (): boolean => document.visibilityState === "hidden"

/** A page that the browser has made before anybody looks at it. */
export const isPrerendered = (): boolean => isBrowser() && "prerendering" in document && !!document.prerendering

/** A version 4 UUID. On plain http `crypto.randomUUID` is missing, but the address of an empty blob ends with one. */
export const uuid = (): string => crypto.randomUUID?.() ?? URL.createObjectURL(new Blob()).slice(-36)

/** Does without a part of the browser that is missing, or that a sandboxed frame or a private window refuses. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** `addEventListener` that hands back its undoing. */
export function listen(target: EventTarget, type: string, listener: (event: Event) => void): () => void {
  target.addEventListener(type, listener)
  return () => target.removeEventListener(type, listener)
}

/** Work that ends in time, in browsers without `AbortSignal.timeout` too (Safari before 16). */
export async function inTime<T>(limitMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), limitMs)
  try {
    return await work(controller.signal)
  } finally {
    clearTimeout(timer)
  }
}
