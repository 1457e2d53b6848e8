import { keptValueText, questionText } from "../../modules/recommendation"
import type { GiftInsight } from "../../modules/recommendation"
import type { GiftInsightResponse } from "../../types/http"

type Described = Pick<GiftInsightResponse, "steps" | "questions" | "wishes" | "channels" | "products">

/** Figures of the gift assistant in the admin's language, with the products' titles. */
export function describeGifts(
  { steps, questions, wishes, channels, products }: GiftInsight,
  { locale, titles }: { readonly locale: string; readonly titles: ReadonlyMap<string, string> },
): Described {
  return {
    ...{ steps, channels },
    questions: questions.map((question) => ({ ...question, text: questionText(question.key, locale) })),
    wishes: wishes.map(({ answers, given_up, searches }) => ({
      ...{ given_up, searches },
      answers: answers.map(({ key, value }) => ({ key, text: keptValueText(key, value, locale) })),
    })),
    products: {
      ...products,
      examples: products.examples.map(({ productId, suits }) => ({
        ...{ product_id: productId, title: titles.get(productId) ?? productId, suits },
      })),
    },
  }
}
