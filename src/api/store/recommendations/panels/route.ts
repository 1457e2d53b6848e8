import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { RECOMMENDATION_MODULE } from "../../../../modules/recommendation"
import type { RecommendationModuleService } from "../../../../modules/recommendation"
import { buildPage, buildQuestion } from "../../../utils/build-question"
import { leaveOutSet } from "../../../utils/leave-out-set"
import { parseInput } from "../../../utils/parse-input"
import { shopPorts } from "../../../utils/shop-ports"
import { unlessBusy } from "../service-unavailable"
import { identify, sendJson } from "../page-of-request"
import { StorePostRecommendationPanels } from "../validators"

/** The lists of one page in one call, no product twice. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  await unlessBusy(req, res, async () => {
    const input = parseInput(StorePostRecommendationPanels, req.body)
    const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
    const asked = await buildPage(service, { ...identify(req), ...input })
    const beside = input.panels.find((panel) => panel.beside_set)
    const page = await leaveOutSet(req.scope, asked, {
      product_id: beside?.product_id ?? input.product_id,
      beside_set: beside?.beside_set,
    })
    const questions = input.panels.map((panel) =>
      buildQuestion(page, { ...panel, product_id: panel.product_id ?? input.product_id }),
    )
    const lists = await service.serving.panels(questions, shopPorts(req.scope))
    const panels = lists.map(({ body }, at) => named(input.panels[at]?.id ?? String(at), body))
    sendJson(res, Buffer.concat([Buffer.from('{"panels":['), ...joined(panels), Buffer.from("]}")]))
  })
}

/** A list's JSON with the panel's id put in front of its fields: the list itself is not written out again. */
const named = (id: string, list: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`{"id":${JSON.stringify(id)},`), list.subarray(1)])

const joined = (parts: readonly Buffer[]): Buffer[] =>
  parts.flatMap((part, at) => (at === 0 ? [part] : [Buffer.from(","), part]))
