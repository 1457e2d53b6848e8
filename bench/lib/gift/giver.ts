import { askedKeys, chooseGifts, giftPrior, nextQuestion, relaxAnswers } from "../../../src/core/gift"
import type { GiftAnswers, GiftChoice, GiftKey, GiftVocabulary, QuestionKey } from "../../../src/core/gift"

/** What a simulated giver has in mind, in the truth's own words, and which products would do. */
export interface HiddenWish {
  readonly says: ReadonlyMap<GiftKey, string>
  /** The dearest that they would pay. */
  readonly budgetMax: number
  readonly fitting: ReadonlySet<string>
  /** Answers in words of their own what they like, where no option says it: products on which the words stand. */
  readonly ownWords?: ReadonlySet<string>
}

/** Products in the order in which an assistant, a form or a list of best sellers shows them. */
export type Shown = readonly string[]

const LENGTH = 10
const QUESTIONS = 3

/** Whether one of the ten first would do. */
export const isServed = (shown: Shown, { fitting }: HiddenWish): boolean =>
  shown.slice(0, LENGTH).some((id) => fitting.has(id))

/** What the assistant shows after none, one, two and three answers of a giver; where it has no more to ask it stays as it is. */
export function interview(all: readonly GiftChoice[], vocabulary: GiftVocabulary, wish: HiddenWish): Shown[] {
  let choices = all
  let answers: GiftAnswers = { places: new Map(), budget: null, withinDays: null, skipped: new Set() }
  const rounds = [ranked(choices, vocabulary, answers)]
  for (let number = 1; number <= QUESTIONS; number++) {
    const held = relaxAnswers(choices, answers).answers
    const question = nextQuestion({ choices, answers: held, vocabulary, asked: askedKeys(answers), count: LENGTH })
    if (question) answers = answered(answers, { question, vocabulary, wish })
    if (question?.key === "interest" && !answers.places.has("interest"))
      choices = all.map((one) => withOwnWords(one, wish))
    rounds.push(ranked(choices, vocabulary, answers))
  }
  return rounds
}

const STATED = giftPrior({ rank: undefined, isStated: true })

/** A product after a giver's own words. */
const withOwnWords = (choice: GiftChoice, { ownWords }: HiddenWish): GiftChoice =>
  ownWords?.has(choice.id) ? { ...choice, prior: choice.prior * STATED } : choice

interface Asked {
  readonly question: NonNullable<ReturnType<typeof nextQuestion>>
  readonly vocabulary: GiftVocabulary
  readonly wish: HiddenWish
}

/** A giver answers what they have in mind where it is among the options, and skips the question otherwise. */
function answered(answers: GiftAnswers, { question, vocabulary, wish }: Asked): GiftAnswers {
  const skipped = new Set<QuestionKey>([...answers.skipped, question.key])
  if (question.key === "budget") {
    return { ...answers, budget: { min: null, max: wish.budgetMax }, skipped }
  }
  if (question.key === "arrives_by") return { ...answers, skipped }
  const value = wish.says.get(question.key)
  const isOffered = question.options.some((option) => option.value === value)
  const place = value !== undefined && isOffered ? vocabulary.placeOf(question.key, value) : undefined
  if (place === undefined) return { ...answers, skipped }
  return { ...answers, places: new Map([...answers.places, [question.key, place]]) }
}

function ranked(choices: readonly GiftChoice[], vocabulary: GiftVocabulary, answers: GiftAnswers): Shown {
  const held = relaxAnswers(choices, answers).answers
  return chooseGifts({ choices, answers: held, vocabulary, count: LENGTH })
    .slice(0, LENGTH)
    .map(({ id }) => id)
}
