/** What the DOM of these tests has not, as far as the client uses it. */

type Notify = (list: { getEntries: () => { name: string }[] }) => void
const observers = new Set<Notify>()
const channels = new Set<Channel>()

class Observer {
  constructor(private readonly notify: Notify) {}

  observe(): void {
    observers.add(this.notify)
  }

  disconnect(): void {
    observers.delete(this.notify)
  }
}

class Channel {
  onmessage: ((event: { data: unknown }) => void) | undefined

  constructor() {
    channels.add(this)
  }

  /** As in a browser: closed it throws. */
  postMessage(data: unknown): void {
    if (!channels.has(this)) throw new DOMException("Channel is closed", "InvalidStateError")
    for (const channel of channels) if (channel !== this) channel.onmessage?.({ data })
  }

  close(): void {
    channels.delete(this)
  }
}

export function installStandIns(): void {
  Object.assign(globalThis, {
    PerformanceObserver: Observer,
    BroadcastChannel: Channel,
    IS_REACT_ACT_ENVIRONMENT: true,
  })
}

/** Some script of the page has made that request. */
export function requestWasMade(address: string): void {
  for (const notify of observers) notify({ getEntries: () => [{ name: address }] })
}

/** Something has changed in another tab, or was only looked at there. */
export function otherTabChanged(looked = false): void {
  const other = new Channel()
  other.postMessage(looked)
  other.close()
}

/** What is left to be notified: nothing, when all lists have gone. */
export const followers = (): number => observers.size + channels.size

export function show(visibilityState: "visible" | "hidden"): void {
  Object.defineProperty(document, "visibilityState", { value: visibilityState, configurable: true })
  document.dispatchEvent(new Event("visibilitychange"))
}
