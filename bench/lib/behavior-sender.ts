import { randomUUID } from "node:crypto"
import type { Agent } from "node:http"
import { request } from "node:http"
import { wasClosedIdle } from "./kept-connection"

const BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0 Safari/537.36"
const TYPES = ["view", "view", "view", "click", "impression", "impression", "add_to_wishlist"]

/** The body of one call with `count` events of a new visitor, on products prod_1 … prod_`products`, a second apart. */
export function behaviorBody({ count, products }: { readonly count: number; readonly products: number }): string {
  const session = randomUUID()
  const now = Date.now()
  const events = Array.from({ length: count }, (_, i) => ({
    id: randomUUID(),
    type: TYPES[i % TYPES.length],
    product_id: `prod_${1 + Math.floor(Math.random() * products)}`,
    occurred_at: new Date(now - i * 1_000).toISOString(),
    session_id: session,
    placement: "home",
  }))
  return JSON.stringify({ visitor_id: randomUUID(), consent: true, events })
}

/** Where behavior is sent to, over kept connections. */
export interface BehaviorSender {
  readonly port: number
  readonly agent: Agent
  readonly publishableKey: string
}

/** Sends one call as a storefront would; resolves to its status. */
export function sendBehavior(sender: BehaviorSender, payload: string): Promise<number> {
  const { port, agent, publishableKey } = sender
  return new Promise((resolve, reject) => {
    const headers = {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(payload),
      "x-publishable-api-key": publishableKey,
      "user-agent": BROWSER,
    }
    const asked = request(
      { host: "127.0.0.1", port, agent, path: "/store/behavior-events", method: "POST", headers },
      (response) => {
        response.resume()
        response.on("end", () => resolve(response.statusCode ?? 0))
        response.on("error", reject)
      },
    )
    asked.on("error", (error) => {
      if (wasClosedIdle(asked, error)) resolve(sendBehavior(sender, payload))
      else reject(error)
    })
    asked.end(payload)
  })
}
