import { EDGE_LISTS, EdgeModel } from "./core/recommender/edge/edge-model"
import type { EdgeList } from "./core/recommender/edge/edge-model"

export { EDGE_LISTS, EdgeModel } from "./core/recommender/edge/edge-model"
export type { EdgeAnswer, EdgeList, EdgeQuestion } from "./core/recommender/edge/edge-model"

/** Products that one request may name, and that one answer has at most. */
const PRODUCTS_AT_MOST = 100
const LIMIT = 12
/** Milliseconds after which a file that could not be read is asked for again. */
const RETRY_AFTER_MS = 5_000

/** What a worker must be given. */
export interface EdgeWorkerOptions<Env> {
  /** Address of the published file. */
  readonly fileUrl: (env: Env) => string
}

/** What edge runtimes call: the default export of a worker. */
export interface EdgeWorker<Env> {
  fetch(request: Request, env: Env): Promise<Response>
}

/**
 * A worker that answers `GET /?list=for_you&viewed=ID,ID&products=ID&limit=12` from the file of which it is given the
 * address. The file is read once and kept; another address is another version. It knows no stock and no prices.
 */
export function edgeWorker<Env>({ fileUrl }: EdgeWorkerOptions<Env>): EdgeWorker<Env> {
  const models = new KeptModel()
  return {
    async fetch(request, env) {
      const question = questionOf(new URL(request.url).searchParams)
      if (typeof question === "string") return json({ message: question }, 400)
      const model = await models.of(fileUrl(env))
      if (model === null) return json({ message: "There is no model to answer from." }, 503)
      return json(model.answer({ ...question, now: Date.now() }), 200)
    },
  }
}

interface Asked {
  readonly list: EdgeList
  readonly viewed: readonly string[]
  readonly products: readonly string[]
  readonly limit: number
}

/** What a request asks for, or what is wrong with it. */
function questionOf(params: URLSearchParams): Asked | string {
  const idsOf = (name: string): string[] => (params.get(name) ?? "").split(",").filter((id) => id !== "")
  const asked = params.get("list") ?? "for_you"
  const list = EDGE_LISTS.find((name) => name === asked)
  if (list === undefined) return `list is one of ${EDGE_LISTS.join(", ")}.`
  const limit = Number(params.get("limit") ?? LIMIT)
  if (!Number.isInteger(limit) || limit < 1 || limit > PRODUCTS_AT_MOST) return `limit is 1 to ${PRODUCTS_AT_MOST}.`
  const [viewed, products] = [idsOf("viewed"), idsOf("products")]
  if (viewed.length + products.length > PRODUCTS_AT_MOST) return `viewed and products name ${PRODUCTS_AT_MOST} at most.`
  return { list, viewed, products, limit }
}

/** The model of the latest address; requests that come while it is read wait for the one reading. */
class KeptModel {
  #url = ""
  #reading: Promise<EdgeModel | null> = Promise.resolve(null)
  #failedAt = Number.NEGATIVE_INFINITY

  async of(url: string): Promise<EdgeModel | null> {
    if (url !== this.#url) {
      this.#url = url
      this.#failedAt = Number.NEGATIVE_INFINITY
      this.#reading = this.#read(url)
    }
    const model = await this.#reading
    if (model !== null || Date.now() - this.#failedAt < RETRY_AFTER_MS) return model
    this.#failedAt = Date.now()
    this.#reading = this.#read(url)
    return this.#reading
  }

  async #read(url: string): Promise<EdgeModel | null> {
    try {
      const answer = await fetch(url)
      if (answer.ok) return new EdgeModel(new Uint8Array(await answer.arrayBuffer()))
      return this.#failed(url, `status ${answer.status}`)
    } catch (error) {
      return this.#failed(url, error instanceof Error ? error.message : String(error))
    }
  }

  #failed(url: string, cause: string): null {
    this.#failedAt = Date.now()
    console.warn(`recommendations: ${url} could not be read: ${cause}`)
    return null
  }
}

const json = (body: unknown, status: number): Response => Response.json(body, { status })
