import { arrivalOf, dateAfter } from "../arrival"
import { budgetOf } from "../free-words"
import { GiftWords } from "../gift-words"
import { SUITS } from "../giver"
import type { QuestionKey } from "../giver"
import { nextQuestion } from "../next-question"
import { relaxAnswers } from "../relax-answers"
import { aGift, answersOf, choicesOf, NO_ANSWERS, stated } from "./a-gift"

/** All alike but for whom they are. */
const GIFTS = Array.from({ length: 16 }, (_, at) =>
  aGift(`Thing ${at}`, { stated: stated({ occasion: ["birthday"], recipient: [at < 8 ? "mother" : "baby"] }) }),
)
const words = GiftWords.learn(GIFTS)
const choices = choicesOf(words, GIFTS)

describe("when a gift must be there", () => {
  const sent = choices.map((choice, at) => ({ ...choice, days: at % 2 === 0 ? 2 : at % 4 === 1 ? 5 : null }))
  const asked = new Set<QuestionKey>(["recipient", "age_band", "occasion", "budget"])
  const input = { choices: sent, answers: NO_ANSWERS, vocabulary: words.vocabulary, count: 10 }

  test("arrival: it is asked where some products are there before others, and never where nothing is known", () => {
    const question = nextQuestion({ ...input, asked })
    const without = nextQuestion({ ...input, choices, asked })
    expect(question?.key).toBe("arrives_by")
    expect(question?.options.map(({ value }) => value)).toEqual(["2", "5", "later"])
    expect(question?.options.map(({ count }) => count)).toEqual([sent.length / 2, (sent.length * 3) / 4, sent.length])
    expect(without?.key).not.toBe("arrives_by")
  })

  test("arrival: where all are there on one day there is nothing to ask", () => {
    const alike = choices.map((choice) => ({ ...choice, days: 3 }))
    const question = nextQuestion({ ...input, choices: alike, asked })
    expect(question?.key).not.toBe("arrives_by")
  })

  test("arrival: a day that can be kept is kept before the recipient, one that cannot is let go", () => {
    const late = sent.map((one) => ({ ...one, days: one.id === sent[0].id ? 1 : 9 }))
    const wish = answersOf(words, { recipient: "baby" }, { withinDays: 1 })
    expect(late[0].fits[words.vocabulary.placeOf("recipient", "baby") ?? -1]).toBeLessThan(SUITS)
    expect(relaxAnswers(late, wish).givenUp).toEqual(["recipient"])
    expect(relaxAnswers(choices, { ...wish, withinDays: 1 })).toMatchObject({ givenUp: ["arrives_by"] })
  })

  /** A Thursday. */
  const now = Date.UTC(2026, 11, 3, 15)

  test.each([
    ["2026-12-24", 21],
    ["by 24 December, please", 21],
    ["until Dec 5th", 2],
    ["bis 24.12.", 21],
    ["vor dem 2. Januar", 30],
    ["on 1.1.2027", 29],
    ["on Friday", 1],
    ["bis Donnerstag", 7],
    ["tomorrow", 1],
    ["übermorgen", 2],
    ["in 3 days", 3],
    ["in einer Woche", 7],
    ["yesterday", null],
    ["30 February", null],
    ["2020-01-01", -2528],
    ["my two weeks old baby", null],
    ["up to 30", null],
  ])("arrival: %s", (text, days) => {
    expect(arrivalOf(text, now)?.days ?? null).toBe(days)
  })

  test("arrival: what names the day is no budget", () => {
    const arrival = arrivalOf("for mum by 24.12., up to 30", now)
    expect(budgetOf(arrival?.rest ?? "")).toEqual({ min: null, max: 30 })
    expect(dateAfter(arrival?.days ?? 0, now)).toBe("2026-12-24")
  })
})
