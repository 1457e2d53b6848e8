import type { MedusaResponse } from "@medusajs/framework/http"
import { isTransient } from "../../../modules/recommendation/behavior/transient"

const RETRY_SECONDS = 1

/** Answers 503: nothing is wrong with the question, only with the moment. */
export function sendComeAgain<Body>(res: MedusaResponse<Body>, why: string): void {
  res.writeHead(503, { "content-type": "application/json; charset=utf-8", "retry-after": String(RETRY_SECONDS) })
  res.end(JSON.stringify({ type: "unavailable", message: `${why} Ask again in ${RETRY_SECONDS} s.` }))
}

/** Does `work`, and where the database does not answer in time says so, rather than that the shop is broken. */
export async function unlessBusy<Body>(res: MedusaResponse<Body>, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (res.headersSent || !isTransient(error)) throw error
    sendComeAgain(res, "The shop's database does not answer in time.")
  }
}
