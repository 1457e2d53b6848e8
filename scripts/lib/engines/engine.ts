/** What a walk needs of a browser; elements are named by XPath, which all engines read alike. */
export interface Tab {
  goto(url: string): Promise<void>
  /** Waits for the element, brings it into sight and presses it as a person would. */
  press(xpath: string): Promise<void>
  /** Waits until the element is there and has a size. */
  waitFor(xpath: string): Promise<void>
  /** What a script of one expression is worth on the page. */
  read(expression: string): Promise<unknown>
  back(): Promise<void>
  resize(width: number, height: number): Promise<void>
}

/** A browser of one engine. */
export interface Engine {
  readonly name: string
  readonly version: string
  /** A tab that knows nothing of those before it. */
  open(): Promise<Tab>
  close(): Promise<void>
}

/** An engine of which the machine has no browser. */
export class EngineAbsent extends Error {}

/** Milliseconds that anything on a page may take to be there. */
export const TIMEOUT_MS = 30_000
