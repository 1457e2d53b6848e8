import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { z } from "@medusajs/framework/zod"
import {
  RECOMMENDATION_MODULE,
  mailListClaim,
  renderMailHtml,
  renderMailText,
  signClaim,
} from "../../modules/recommendation"
import type { MailItem, MailListClaim, RecommendationModuleService } from "../../modules/recommendation"
import { unlessBusy } from "../store/recommendations/service-unavailable"
import { buildPage, buildQuestion } from "../utils/build-question"
import { parseInput } from "../utils/parse-input"
import { shopPorts } from "../utils/shop-ports"
import { openToken } from "./open-token"
import { MailQuery } from "./validators"

const listed = z.object({
  recommendation_id: z.string(),
  recommendations: z.array(
    z.object({
      product: z.looseObject({
        ...{ id: z.string(), title: z.string(), handle: z.string().nullish(), thumbnail: z.string().nullish() },
        variants: z.array(
          z.looseObject({
            calculated_price: z
              .looseObject({ calculated_amount: z.number().nullable(), currency_code: z.string().nullish() })
              .nullish(),
          }),
        ),
      }),
      reasons: z.array(z.object({ text: z.string() })),
    }),
  ),
})
type Listed = z.output<typeof listed>

const FIELDS = "id,title,handle,thumbnail"

/** A customer's list for a mail, by a signed address that runs out: as JSON, as HTML for mail clients, or as plain text. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  await unlessBusy(req, res, async () => {
    const { token, format } = parseInput(MailQuery, req.query)
    const service = req.scope.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
    const claim = await openToken(service, token, mailListClaim)
    const page = await buildPage(service, {
      ...{ customerId: claim.customer_id, salesChannelIds: [claim.sales_channel_id], fields: FIELDS },
      ...(claim.region_id === null ? {} : { region_id: claim.region_id }),
      ...(claim.locale === null ? {} : { locale: claim.locale }),
    })
    const { strategy, limit, placement } = claim
    const { body } = await service.serving.answer(
      buildQuestion(page, { strategy, limit, placement }),
      shopPorts(req.scope),
    )
    const list = listed.parse(JSON.parse(body.toString()))
    const secret = await service.behavior.shopperHashes.key()
    // Whoever sends the mail may fetch the list by an address that no mail client reaches.
    const backend = claim.backend_url ?? `${req.protocol}://${req.get("host") ?? ""}`
    const base = `${backend}/recommendation-mail/click?token=`
    const items = list.recommendations.map((item) => itemOf(item, { list, claim, base, secret, locale: page.locale }))
    res.set("Cache-Control", "private, no-store")
    if (format === "html") res.type("html").send(renderMailHtml(items))
    else if (format === "text") res.type("text").send(renderMailText(items))
    else res.json({ recommendation_id: list.recommendation_id, items })
  })
}

interface ItemSource {
  readonly list: Listed
  readonly claim: MailListClaim
  readonly base: string
  readonly secret: string
  readonly locale: string
}

function itemOf(
  { product, reasons }: Listed["recommendations"][number],
  { list, claim, base, secret, locale }: ItemSource,
): MailItem {
  const { id, title, handle, thumbnail } = product
  const url = claim.product_url.replace(/\{(handle|id)\}/g, (_, field) =>
    encodeURIComponent(field === "id" ? id : (handle ?? id)),
  )
  const click = signClaim(
    {
      ...{ kind: "click", customer_id: claim.customer_id, product_id: id, url },
      ...{ recommendation_id: list.recommendation_id, placement: claim.placement, expires: claim.expires },
    },
    secret,
  )
  return {
    ...{ product_id: id, title, thumbnail: thumbnail ?? null },
    price: priceOf(product, locale),
    reason: reasons[0]?.text ?? null,
    url: `${base}${click}`,
  }
}

/** The lowest price, in the words of the locale. */
function priceOf({ variants }: Listed["recommendations"][number]["product"], locale: string): string | null {
  const prices = variants.flatMap(({ calculated_price: price }) =>
    price && price.calculated_amount !== null && price.currency_code
      ? [{ amount: price.calculated_amount, currency: price.currency_code }]
      : [],
  )
  const [lowest] = prices.sort((a, b) => a.amount - b.amount)
  if (!lowest) return null
  return new Intl.NumberFormat(locale.replaceAll("_", "-"), { style: "currency", currency: lowest.currency }).format(
    lowest.amount,
  )
}
