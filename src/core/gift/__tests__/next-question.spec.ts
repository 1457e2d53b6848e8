import fc from "fast-check"
import { chooseGifts } from "../choose-gifts"
import { budgetOf, placeOfAnswer, understandWords } from "../free-words"
import { GiftWords } from "../gift-words"
import { likedChances, QUESTION_KEYS } from "../giver"
import { askedKeys, MAX_QUESTIONS, nextQuestion } from "../next-question"
import { relaxAnswers } from "../relax-answers"
import { seasonsOfGifts } from "../seasons"
import { stretchBudget } from "../stretch-budget"
import { aGift, answersOf, choicesOf, NO_ANSWERS, stated } from "./a-gift"

const OCCASION = { occasion: ["birthday"] }
/** Half for mothers and half for babies, all for birthdays. */
const GIFTS = Array.from({ length: 16 }, (_, at) =>
  aGift(`Thing ${at}`, {
    stated: stated({ ...OCCASION, recipient: [at < 8 ? "mother" : "baby"], age_band: ["adult"] }),
  }),
)
const words = GiftWords.learn(GIFTS)
const choices = choicesOf(words, GIFTS)
const ask = (answers = NO_ANSWERS, asked = askedKeys(answers)) =>
  nextQuestion({ choices, answers, vocabulary: words.vocabulary, asked, count: 10 })

describe("the next best question", () => {
  test("next-question: it asks what parts the products, not what all have in common", () => {
    const question = ask()
    expect(question?.key).toBe("recipient")
    expect(question?.options.slice(0, 2).map(({ value, count }) => [value, count])).toEqual([
      ["mother", 8],
      ["baby", 8],
    ])
    expect(question?.information).toBeGreaterThan(0.3)
  })

  test("next-question: what one title in fifteen names is worth asking where the others name nothing", () => {
    const named = ["Garden Trowel", "Tea Pot"]
    const titles = Array.from({ length: 400 }, (_, at) => aGift(`${named[at % 30] ?? "Thing"} ${at}`))
    const bare = GiftWords.learn(titles)
    const question = nextQuestion({
      ...{ choices: choicesOf(bare, titles), answers: NO_ANSWERS, vocabulary: bare.vocabulary },
      asked: new Set(["budget"] as const),
      count: 10,
    })
    expect(question?.information).toBeGreaterThan(0.2)
    expect(question?.key).toBe("interest")
    expect(question?.options.find(({ value }) => value === "garden")?.count).toBe(14)
  })

  test("next-question: neither answered nor skipped is asked again, and five are the end", () => {
    const answered = answersOf(words, { recipient: "mother" })
    expect(ask(answered)?.key).not.toBe("recipient")
    expect(ask({ ...NO_ANSWERS, skipped: new Set(["recipient"]) })?.key).not.toBe("recipient")
    expect(ask(NO_ANSWERS, new Set(QUESTION_KEYS.slice(0, MAX_QUESTIONS)))).toBeNull()
  })

  test("next-question: what parts the few that a list shows is asked, not what parts the many that it does not", () => {
    // Ten are far likelier; whom they are for parts them, the age parts only the others.
    const likely = choices.slice(0, 12).map((choice, at) => ({ ...choice, id: `likely ${at}`, prior: 100 }))
    const place = words.vocabulary.placeOf("age_band", "teen") ?? -1
    const others = Array.from({ length: 200 }, (_, at) => {
      const fits = Float32Array.from(choices[0].fits)
      if (at % 2 === 0) fits[place] = 0.97
      return { ...choices[0], id: `other ${at}`, fits }
    })
    const wide = nextQuestion({
      ...{ choices: [...likely, ...others], answers: NO_ANSWERS, vocabulary: words.vocabulary },
      ...{ asked: new Set(), count: 10 },
    })
    expect(wide?.key).toBe("recipient")
  })

  test("next-question: a style is asked where the shop's own tags part what else is alike, and names them", () => {
    const gifts = Array.from({ length: 40 }, (_, at) =>
      aGift(`Thing ${at}`, {
        tags: [at < 20 ? "rustic" : "modern"],
        stated: stated({ style: [at < 20 ? "rustic" : "modern"] }),
      }),
    )
    const styled = GiftWords.learn(gifts)
    const question = nextQuestion({
      ...{ choices: choicesOf(styled, gifts), answers: NO_ANSWERS, vocabulary: styled.vocabulary, count: 10 },
      asked: new Set(["recipient", "occasion", "age_band", "budget"] as const),
    })
    expect(question?.key).toBe("style")
    expect(question?.options.map(({ value }) => value).sort()).toEqual(["modern", "rustic"])
  })

  test("next-question: nothing to choose from is nothing to ask", () => {
    const none = { answers: NO_ANSWERS, vocabulary: words.vocabulary, asked: new Set<never>(), count: 10 }
    expect(nextQuestion({ choices: [], ...none })).toBeNull()
    expect(nextQuestion({ choices: choices.slice(0, 1), ...none })).toBeNull()
  })

  test("next-question: budgets are bounds that people name, and count the products within", () => {
    const priced = choices.map((choice, at) => ({ ...choice, prices: [at < 8 ? 9.5 : 48] }))
    const skipped = new Set(["recipient", "occasion", "age_band", "interest"] as const)
    const question = nextQuestion({
      ...{ choices: priced, answers: NO_ANSWERS, vocabulary: words.vocabulary },
      ...{ asked: skipped, count: 10 },
    })
    expect(question?.key).toBe("budget")
    expect(question?.options).toEqual([
      { value: "-10", count: 8, budget: { min: null, max: 10 } },
      { value: "10-", count: 8, budget: { min: 10, max: null } },
    ])
  })

  test("liked chances: they sum to 1, and a better fit is never less likely", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { minLength: 2, maxLength: 20 }),
        (fits) => {
          const place = words.vocabulary.placeOf("recipient", "mother") ?? -1
          const some = fits.map((fit, at) => {
            const all = new Float32Array(words.vocabulary.values.length).fill(0.5)
            all[place] = fit
            return { id: String(at), prior: 1, fits: all, prices: [], days: null }
          })
          const chances = likedChances(some, answersOf(words, { recipient: "mother" }))
          expect(chances.reduce((a, b) => a + b, 0)).toBeCloseTo(1)
          for (const [a, fit] of fits.entries())
            for (const [b, other] of fits.entries())
              if (fit > other + 1e-6) expect(chances[a]).toBeGreaterThan(chances[b])
        },
      ),
      { seed: 29, numRuns: 200 },
    )
  })
})

describe("answers that contradict each other", () => {
  test("relax: as little as possible is given up, for whom it is last", () => {
    const both = answersOf(words, { recipient: "baby", occasion: "wedding" })
    expect(relaxAnswers(choices, both)).toMatchObject({ givenUp: ["occasion"], left: 8 })
    const fine = answersOf(words, { recipient: "baby", occasion: "birthday" })
    expect(relaxAnswers(choices, fine)).toMatchObject({ givenUp: [], left: 8 })
    const dear = answersOf(words, { recipient: "baby" }, { budget: { min: 500, max: null } })
    expect(relaxAnswers(choices, dear)).toMatchObject({ givenUp: ["budget"], left: 8 })
  })

  test.each([
    [
      { min: null, max: 5 },
      { min: null, max: 12 },
    ],
    [
      { min: 500, max: null },
      { min: 15, max: null },
    ],
    [
      { min: 1, max: 2 },
      { min: 1, max: 12 },
    ],
  ])("relax: where no price fits a budget of %j, it reaches to the nearest three", (budget, reached) => {
    // Those for babies cost 10 to 17.
    const priced = choices.map((choice, at) => ({ ...choice, prices: [at + 2] }))
    const relaxed = relaxAnswers(priced, answersOf(words, { recipient: "baby" }, { budget }))
    const near = stretchBudget(priced, relaxed, { budget, count: 3 })
    expect(near).toMatchObject({ givenUp: ["budget"], left: 3, answers: { budget: reached } })
  })

  test("relax: a budget that something fits stays as it is", () => {
    const budget = { min: null, max: 20 }
    const relaxed = relaxAnswers(choices, answersOf(words, { recipient: "baby" }, { budget }))
    expect(stretchBudget(choices, relaxed, { budget, count: 3 })).toEqual(relaxed)
    expect(relaxed.answers.budget).toEqual(budget)
  })

  test("relax: while anything is for sale, something is left", () => {
    const value = fc.constantFrom(...words.vocabulary.values.keys())
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), fc.option(fc.nat(100)), (places, max) => {
        const { values } = words.vocabulary
        const answers = {
          places: new Map(places.map((place) => [values[place].key, place])),
          budget: max === null ? null : { min: null, max },
          ...{ withinDays: null, skipped: new Set<never>() },
        }
        expect(relaxAnswers(choices, answers).left).toBeGreaterThan(0)
        const list = chooseGifts({ choices, answers, vocabulary: words.vocabulary, count: 10 })
        expect(new Set(list.map(({ id }) => id)).size).toBe(choices.length)
      }),
      { seed: 29, numRuns: 200 },
    )
    expect(relaxAnswers([], answersOf(words, { recipient: "baby" })).left).toBe(0)
  })
})

describe("the list of gifts", () => {
  test("choose-gifts: what is not asked yet stands on the list in all its kinds", () => {
    const list = chooseGifts({ choices, answers: NO_ANSWERS, vocabulary: words.vocabulary, count: 4 })
    const kinds = new Set(list.slice(0, 4).map(({ id }) => (Number(id.slice(6)) < 8 ? "mother" : "baby")))
    expect(kinds).toEqual(new Set(["mother", "baby"]))
  })

  test("choose-gifts: an answer brings what suits it to the front", () => {
    const answers = answersOf(words, { recipient: "baby" })
    const list = chooseGifts({ choices, answers, vocabulary: words.vocabulary, count: 8 })
    expect(list.slice(0, 8).every(({ id }) => Number(id.slice(6)) >= 8)).toBe(true)
  })
})

describe("a giver's own words", () => {
  test("free words: whom, what for, what they like and what it may cost are found in a sentence", () => {
    const { places, budget, rest } = understandWords(
      words,
      "Something for my granny's birthday, she loves gardening, up to 30 blue",
    )
    const named = Object.fromEntries([...places].map(([key, place]) => [key, words.vocabulary.values[place].value]))
    expect(named).toEqual({ recipient: "grandparent", occasion: "birthday", interest: "garden" })
    expect(budget).toEqual({ min: null, max: 30 })
    expect(rest).toContain("blue")
  })

  test.each([
    ["for my mother", { recipient: "mother" }],
    ["my mum's birthday", { recipient: "mother", occasion: "birthday" }],
    ["Weihnachten mit Mutter", { recipient: "mother", occasion: "christmas" }],
    ["Mother's Day", { recipient: "mother", occasion: "mothers-day" }],
    ["etwas zum Muttertag", { recipient: "mother", occasion: "mothers-day" }],
    ["for dad", { recipient: "father" }],
    ["Papa hat Geburtstag", { recipient: "father", occasion: "birthday" }],
    ["Father’s Day", { recipient: "father", occasion: "fathers-day" }],
    ["zum Vatertag", { recipient: "father", occasion: "fathers-day" }],
    ["my wife, for Valentine's Day", { recipient: "partner", occasion: "valentines" }],
    ["Valentinstag", { occasion: "valentines" }],
    ["our wedding anniversary", { occasion: "anniversary" }],
    ["a baby's christmas", { recipient: "baby", age_band: "0-2", occasion: "christmas" }],
  ])("free words: %s", (text, expected) => {
    const { places } = understandWords(words, text)
    const named = Object.fromEntries([...places].map(([key, place]) => [key, words.vocabulary.values[place].value]))
    expect(named).toEqual(expected)
  })

  test("free words: an answer may be a value, its name, or a word for it", () => {
    for (const answer of ["grandparent", "my Oma", "Grandma"])
      expect(placeOfAnswer(words, "recipient", answer)).toBe(words.vocabulary.placeOf("recipient", "grandparent"))
    expect(placeOfAnswer(words, "recipient", "a lighthouse keeper")).toBeUndefined()
  })

  test.each([
    ["20-50", { min: 20, max: 50 }],
    ["-20", { min: null, max: 20 }],
    ["50-", { min: 50, max: null }],
    ["under 25 euros", { min: null, max: 25 }],
    ["bis 30", { min: null, max: 30 }],
    ["ab 20", { min: 20, max: null }],
    ["between 50 and 20", { min: 20, max: 50 }],
    ["40", { min: null, max: 40 }],
    ["19,99 €", { min: null, max: 19.99 }],
    ["my 5 year old niece, at most 30.", { min: null, max: 30 }],
    ["not much", null],
    ["-", null],
  ])("budget: %s", (text, budget) => {
    expect(budgetOf(text)).toEqual(budget)
  })
})

describe("when products are given", () => {
  test("seasons: a product given mostly before Christmas says so, others do not", () => {
    const at = (month: number, day: number) => Date.UTC(2025, month - 1, day)
    const steady = Array.from({ length: 12 }, (_, month) => ({ productId: "mug", at: at(month + 1, 10) }))
    const star = Array.from({ length: 6 }, (_, day) => ({ productId: "star", at: at(12, 3 + day) }))
    expect(seasonsOfGifts([...steady, ...star])).toEqual(new Map([["star", ["christmas"]]]))
    expect(seasonsOfGifts([])).toEqual(new Map())
  })

  test("seasons: they speak for an occasion", () => {
    const plain = GiftWords.learn([])
    const place = plain.vocabulary.placeOf("occasion", "christmas") ?? -1
    const probability = (seasons: string[]) => plain.probabilities(aGift("Star", { seasons }))[place]
    expect(probability(["christmas"])).toBeGreaterThan(probability([]))
  })
})
