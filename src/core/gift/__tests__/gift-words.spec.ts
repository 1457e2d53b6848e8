import fc from "fast-check"
import { boughtTogether } from "../bought-together"
import { fitWords, logistic } from "../fit-words"
import type { GiftText } from "../gift-text"
import { GiftWords } from "../gift-words"
import { termsOf, wordsOf } from "../terms"
import { aGift, stated } from "./a-gift"

const probabilityOf = (words: GiftWords, text: ReturnType<typeof aGift>, key: string, value: string): number => {
  const place = words.vocabulary.values.findIndex((one) => one.key === key && one.value === value)
  return words.probabilities(text)[place]
}

describe("terms of a gift", () => {
  test("terms: accents, cases and plurals fall away, pairs stand beside words", () => {
    expect(wordsOf("Für Mütter: 2 Bunnies, Kekse & Dishes")).toEqual(["fur", "mutter", "bunny", "kekse", "dish"])
    expect(termsOf("thank you card")).toEqual(new Set(["thank", "card", "thank_you", "you_card"]))
  })

  test("terms: any text is read, and no term stands twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        for (const term of termsOf(text)) expect(term).toMatch(/^[a-z0-9]{2,40}(_[a-z0-9]{2,40})?$/)
      }),
      { seed: 29, numRuns: 500 },
    )
  })
})

describe("words learned with a prior", () => {
  const prior = { base: 0, weights: Float64Array.from([2, -2]), context: 0.5 }

  test("fit-words: without labels the prior stands", () => {
    expect(fitWords({ rows: [], context: new Float64Array(), columns: 2 }, new Uint8Array(), prior)).toBe(prior)
  })

  test("fit-words: at the result the gradient is 0", () => {
    const rows = [[0], [0], [0, 1], [1], []].map((row) => Int32Array.from(row))
    const labels = Uint8Array.from([0, 0, 1, 1, 0])
    const orders = Float64Array.from([1, -2, 0, 3, 0.5])
    const { base, weights, context } = fitWords({ rows, context: orders, columns: 2 }, labels, prior)
    const errors = rows.map(
      (row, at) =>
        logistic(row.reduce((sum, column) => sum + weights[column], base + context * orders[at])) - labels[at],
    )
    expect(errors.reduce((sum, error, at) => sum + error * orders[at], 0.5 * (context - prior.context))).toBeCloseTo(
      0,
      3,
    )
    expect(0.5 * base + errors.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 3)
    for (const column of [0, 1]) {
      const pulled = 2 * (weights[column] - prior.weights[column])
      expect(rows.reduce((sum, row, at) => sum + (row.includes(column) ? errors[at] : 0), pulled)).toBeCloseTo(0, 3)
    }
  })

  test("fit-words: rows and labels of different number are refused", () => {
    expect(() =>
      fitWords({ rows: [Int32Array.of(0)], context: Float64Array.of(0), columns: 1 }, new Uint8Array(), prior),
    ).toThrow(RangeError)
  })
})

describe("what products are good for", () => {
  test("gift-words: a shop without a tag knows whom a title names, in English and German", () => {
    const words = GiftWords.learn([])
    for (const [title, key, value] of [
      ["Best Dad Ever Mug", "recipient", "father"],
      ["Kissen für Oma", "recipient", "grandparent"],
      ["Babydecke Wolke", "recipient", "baby"],
      ["Weihnachtsstern aus Stroh", "occasion", "christmas"],
      ["Wedding Album", "occasion", "wedding"],
      ["Best Mum Mug", "occasion", "mothers-day"],
      ["Seed Paper Garden Kit", "interest", "garden"],
    ]) {
      const plain = probabilityOf(words, aGift("Thing"), key, value)
      expect(probabilityOf(words, aGift(title), key, value)).toBeGreaterThan(Math.max(0.5, 1.4 * plain))
    }
  })

  test("gift-words: what is learned of a word counts for words that mean the same", () => {
    const teacher = { stated: stated({ recipient: ["teacher"] }) }
    const labelled = ["Leather Cufflinks", "Leather Cufflinks, Brown", "Cufflinks in Leather"].map((title) =>
      aGift(title, teacher),
    )
    const others = ["Thing", "Other Thing", "Third Thing"].map((title) =>
      aGift(title, { stated: stated({ recipient: ["friend"] }) }),
    )
    const [bare, taught] = [GiftWords.learn([]), GiftWords.learn([...labelled, ...others])]
    const rise = (title: string): number =>
      probabilityOf(taught, aGift(title), "recipient", "teacher") /
      probabilityOf(bare, aGift(title), "recipient", "teacher")
    // Both are things for a father, of whom no label speaks.
    expect(rise("Whisky Flask")).toBeGreaterThan(1.3 * rise("Linen Napkin"))
    const [belief] = taught.beliefs(aGift("Whisky Flask")).filter(({ value }) => value === "teacher")
    expect(belief?.because.join(" ")).not.toContain(":")
  })

  test("gift-words: the merchant's word stands above any title, and says no to the rest", () => {
    const words = GiftWords.learn([])
    const gift = aGift("Best Dad Ever Mug", { stated: stated({ recipient: ["teacher"] }) })
    expect(probabilityOf(words, gift, "recipient", "teacher")).toBeGreaterThan(0.9)
    expect(probabilityOf(words, gift, "recipient", "father")).toBeLessThan(0.1)
    expect(words.beliefs(gift)[0]).toMatchObject({ value: "teacher", source: "merchant" })
    const forAll = aGift("Mug", { stated: stated({ recipient: ["anyone"] }) })
    expect(probabilityOf(words, forAll, "recipient", "baby")).toBeGreaterThan(0.8)
  })

  test("gift-words: what tags say of a word is learned, and named with the word", () => {
    const tagged = Array.from({ length: 12 }, (_, at) =>
      aGift(at % 2 === 0 ? `Zorblat No ${at}x` : `Quinby No ${at}x`, {
        stated: stated({ recipient: [at % 2 === 0 ? "teacher" : "host"] }),
      }),
    )
    const words = GiftWords.learn(tagged)
    const zorblat = aGift("Blue Zorblat")
    expect(probabilityOf(words, zorblat, "recipient", "teacher")).toBeGreaterThan(0.5)
    expect(probabilityOf(words, zorblat, "recipient", "host")).toBeLessThan(0.35)
    const belief = words.beliefs(zorblat).find(({ value }) => value === "teacher")
    expect(belief).toMatchObject({ source: "learnt", because: ["zorblat"] })
  })

  test("gift-words: a shop may answer between any two values, and after each hundred texts", () => {
    const tagged = Array.from({ length: 250 }, (_, at) =>
      aGift(`Thing ${at % 9}`, { stated: stated({ recipient: [at % 2 === 0 ? "colleague" : "partner"] }) }),
    )
    const steps = GiftWords.learnInSteps(tagged)
    let [step, pauses] = [steps.next(), 0]
    for (; step.done !== true; step = steps.next()) pauses++
    const { vocabulary } = step.value
    // The words of 250 texts are read, and looked up, in three steps each.
    expect(pauses).toBe(vocabulary.values.length + 2 * 2)
    expect(step.value.probabilities(tagged[0])).toEqual(GiftWords.learn(tagged).probabilities(tagged[0]))
  })

  test("gift-words: what a product costs is learned like a word, and is no reason by name", () => {
    const tagged = Array.from({ length: 40 }, (_, at) =>
      aGift(`Thing ${at}`, {
        price: at % 2 === 0 ? 8 : 90,
        stated: stated({ recipient: [at % 2 === 0 ? "colleague" : "partner"] }),
      }),
    )
    const words = GiftWords.learn(tagged)
    const [cheap, dear] = [aGift("New", { price: 7 }), aGift("New", { price: 85 })]
    expect(probabilityOf(words, cheap, "recipient", "colleague")).toBeGreaterThan(0.7)
    expect(probabilityOf(words, dear, "recipient", "colleague")).toBeLessThan(0.3)
    expect(words.beliefs(cheap)[0]).toMatchObject({ value: "colleague", source: "learnt", because: [] })
  })

  test("gift-words: what a product was bought with speaks for it, labelled or named, and never it for itself", () => {
    const teacher = { stated: stated({ recipient: ["teacher"] }) }
    const friend = { stated: stated({ recipient: ["friend"] }) }
    const labelled = Array.from({ length: 12 }, (_, at) => aGift(`Thing ${at}`, at % 2 === 0 ? teacher : friend))
    const [unknown, lonely, beside] = [aGift("Zorblat"), aGift("Quinby"), aGift("Frobnitz")]
    const bib = aGift("Baby Bib")
    const orders = [
      ...labelled.map(({ id }, at) => (at % 2 === 0 ? [unknown.id, id] : [id, `Thing ${(at + 2) % 12}`])),
      ...Array.from({ length: 6 }, () => [beside.id, bib.id]),
      [lonely.id],
      [lonely.id, "not in the shop"],
    ]
    const gifts = [...labelled, unknown, lonely, beside, bib]
    const [alone, words] = [GiftWords.learn(gifts), GiftWords.learn(gifts, boughtTogether(orders))]
    const rise = (gift: GiftText, value: string): number =>
      probabilityOf(words, gift, "recipient", value) / probabilityOf(alone, gift, "recipient", value)
    expect(rise(unknown, "teacher")).toBeGreaterThan(1.3)
    expect(rise(unknown, "friend")).toBeLessThan(0.8)
    expect(rise(beside, "baby")).toBeGreaterThan(1.3)
    expect(words.beliefs(unknown).find(({ value }) => value === "teacher")?.source).toBe("learnt")
    // Of what was bought alone no more is known than of a product that nobody bought.
    const nobody = aGift("Nobody")
    expect(words.probabilities(lonely)).toEqual(words.probabilities(nobody))
  })

  test("gift-words: a list of hundreds is read in its first 20 lines, and a line weighs as much in each order", () => {
    const together = boughtTogether([Array.from({ length: 400 }, (_, at) => `p${at}`), ["a", "b", "a"]])
    expect(together.size).toBe(22)
    const weights = [...together.values()].map((others) => [...others.values()].reduce((sum, one) => sum + one, 0))
    for (const weight of weights) expect(weight).toBeCloseTo(1, 10)
  })

  test("gift-words: a value of the shop's own and its free tags get places", () => {
    const gifts = ["Bone", "Leash", "Ball"].map((title) =>
      aGift(title, { tags: ["rustic"], stated: stated({ recipient: ["dog"], style: ["rustic"] }) }),
    )
    const { vocabulary } = GiftWords.learn(gifts)
    expect(vocabulary.placeOf("recipient", "dog")).toBeDefined()
    expect(vocabulary.placeOf("style", "rustic")).toBeDefined()
    expect(vocabulary.placeOf("style", "dog")).toBeUndefined()
  })

  test("gift-words: every probability lies between 0 and 1, whatever is given", () => {
    const word = fc.string({ maxLength: 12 })
    const text = fc.record({ title: word, description: word, categories: fc.array(word), tags: fc.array(word) })
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.array(word)), { maxLength: 6 }), (texts) => {
        const gifts = texts.map(([one, recipient]) => aGift(one.title, { ...one, stated: stated({ recipient }) }))
        const words = GiftWords.learn(gifts, boughtTogether([gifts.map(({ id }) => id)]))
        for (const gift of gifts)
          for (const probability of words.probabilities(gift)) {
            expect(probability).toBeGreaterThan(0)
            expect(probability).toBeLessThan(1)
          }
      }),
      { seed: 29, numRuns: 50 },
    )
  })
})
