import type { MedusaContainer } from "@medusajs/framework/types"
import type { RecommendationModuleService, SentAnswers } from "../../modules/recommendation"
import type { StoreGiftResponse } from "../../types/gift-http"
import { buildPage, buildQuestion } from "./build-question"
import type { PageInput } from "./build-question"
import { shopPorts } from "./shop-ports"

interface GiftInput extends PageInput {
  readonly answers: { readonly [Key in keyof SentAnswers]: SentAnswers[Key] | undefined }
  readonly limit: number
  readonly placement?: string | undefined
  readonly exclude: readonly string[]
  readonly search_id?: string | undefined
}

/** A giver's answers to the assistant, whoever passes them on; everything is checked already. */
export async function askForGift(
  { service, scope }: { readonly service: RecommendationModuleService; readonly scope: MedusaContainer },
  input: GiftInput,
): Promise<StoreGiftResponse<Record<string, unknown>>> {
  const page = await buildPage(service, input)
  const cart = input.cart_id === undefined ? null : await service.serving.cart(input.cart_id)
  const countryCode = cart?.address?.countryCode ?? input.country_code?.toLowerCase() ?? null
  const question = buildQuestion(
    { ...page, exclude: new Set(input.exclude) },
    { strategy: "gift", limit: input.limit, placement: input.placement },
  )
  return service.serving.nextGift(
    { question, sent: sentOf(input.answers), countryCode, searchId: input.search_id ?? null },
    shopPorts(scope),
  )
}

/** Answers without the questions that were not asked. */
const sentOf = (answers: GiftInput["answers"]): SentAnswers =>
  Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== undefined))
