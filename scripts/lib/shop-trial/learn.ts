import { z } from "zod"
import { ensureModel } from "../../../demo/lib/train"
import { call } from "../../../integration-tests/helpers/shop-client"
import { ADMIN } from "./backend"

const importAnswer = z.object({
  import: z.looseObject({ status: z.enum(["running", "done", "failed", "canceled"]) }).nullable(),
})
const token = z.object({ token: z.string() })
const listAnswer = z.looseObject({
  model_version: z.number().nullable(),
  rung: z.string(),
  recommendations: z.array(z.looseObject({ product: z.looseObject({ title: z.string() }) })),
})

const PAUSE_MS = 500

/** Headers of the shop's admin. */
export async function adminHeaders(url: string): Promise<Record<string, string>> {
  const answer = await call(`${url}/auth/user/emailpass`, { body: ADMIN })
  return { authorization: `Bearer ${token.parse(answer.body).token}` }
}

/**
 * As the button "Learn from my orders" does: imports, waits until a model serves, and asks for lists until one comes
 * from it.
 *
 * @throws Error where nothing was learned, in the shop's own words
 */
export async function learnFromOrders(url: string, storeQuery: StoreQuery): Promise<number> {
  const headers = await adminHeaders(url)
  const route = `${url}/admin/recommendations/import`
  const begun = await call(route, { headers, body: { source: "orders" } })
  if (begun.status !== 202) throw new Error(`import: ${begun.status} ${JSON.stringify(begun.body)}`)
  for (;;) {
    const { import: state } = importAnswer.parse((await call(route, { headers })).body)
    if (state && state.status !== "running") {
      if (state.status !== "done") throw new Error(`import: ${JSON.stringify(state)}`)
      break
    }
    await pause()
  }
  const outcome = await ensureModel({ backendUrl: url, ...ADMIN }, () => undefined)
  if (outcome.kind === "none") throw new Error(`no model: ${outcome.cause}`)
  for (;;) {
    const list = await askList(url, storeQuery)
    if (list.model_version !== null) return list.recommendations.length
    await pause()
  }
}

const CREDIT_MS = 20_000
const attributed = z.looseObject({
  lines: z.array(z.looseObject({ recommended: z.boolean(), placement: z.string().nullable() })),
})

/** Placements that an order's lines are credited to; the shop hears of an order a moment after it was placed. */
export async function creditedLists(url: string, orderId: string): Promise<string[]> {
  const headers = await adminHeaders(url)
  const until = Date.now() + CREDIT_MS
  for (;;) {
    const { body } = await call(`${url}/admin/recommendations/orders/${orderId}`, { headers })
    const lists = attributed.parse(body).lines.flatMap(({ placement }) => placement ?? [])
    if (lists.length > 0 || Date.now() > until) return lists
    await pause()
  }
}

export interface StoreQuery {
  readonly publishableKey: string
  readonly regionId: string
}

async function askList(url: string, { publishableKey, regionId }: StoreQuery) {
  const answer = await call(`${url}/store/recommendations?region_id=${regionId}`, {
    headers: { "x-publishable-api-key": publishableKey },
  })
  if (answer.status !== 200) throw new Error(`list: ${answer.status} ${JSON.stringify(answer.body)}`)
  return listAnswer.parse(answer.body)
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
