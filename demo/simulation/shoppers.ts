import type { SeededRandom } from "../../src/core/random/seeded-random"
import type { Gift } from "../catalog/catalog"

/** Someone whom a shopper buys for. */
interface Person {
  readonly recipient: string
  readonly ageBand: string
}

/** A simulated shopper: who they are and the habits that their history comes from. */
export interface Shopper {
  readonly id: string
  readonly firstName: string
  readonly age: number
  readonly gender: "female" | "male" | "other"
  readonly country: string
  /** Liking of each category, 0 where indifferent. */
  readonly categories: ReadonlyMap<string, number>
  /** Liking of each style, 0 where indifferent. */
  readonly styles: ReadonlyMap<string, number>
  /** What one thing may comfortably cost, in euros. */
  readonly budget: number
  readonly people: readonly Person[]
  /** Mean days between two visits. */
  readonly visitEveryDays: number
  /** Chance that a full cart is ordered. */
  readonly resolve: number
}

/** A simulated shopper who may be signed in as, with what to expect of them in words. */
export interface Persona extends Shopper {
  readonly email: string
  readonly about: string
  /** Handle of what they buy again each time it is used up, null for nothing. */
  readonly refill: string | null
}

const FIRST_NAMES =
  "Ada Aiko Amir Ana Anton Aria Arne Bea Ben Bo Cara Caspar Chen Clara Dana David Dina Edda Eli Elif Emil Emma Enzo Eva Fadi Finn Flora Frida Gil Greta Hana Hugo Ida Ilse Ivo Jana Jonas Juno Kai Karin Lars Lea Leo Lina Louis Luca Mara Marco Mei Mila Nele Nico Nina Olga Omar Otto Paula Pia Quentin Rafa Rosa Sami Sara Silas Sofia Suri Tariq Theo Tilda Uma Vera Viktor Wanda Yara Yusuf Zoe".split(
    " ",
  )
const COUNTRIES = ["de", "de", "de", "de", "fr", "fr", "nl", "at", "it", "es", "us", "us"]
const GENDERS = ["female", "female", "female", "male", "male", "other"] as const
/** Which age bands a present for this person may have. */
const PEOPLE: readonly Person[] = [
  ...["adult", "senior"].flatMap((ageBand) => ["mother", "father"].map((recipient) => ({ recipient, ageBand }))),
  ...["3-6", "7-12", "teen"].map((ageBand) => ({ recipient: "child", ageBand })),
  { recipient: "baby", ageBand: "0-2" },
  { recipient: "partner", ageBand: "adult" },
  { recipient: "friend", ageBand: "adult" },
  { recipient: "grandparent", ageBand: "senior" },
  { recipient: "colleague", ageBand: "adult" },
  { recipient: "host", ageBand: "adult" },
]

export const pick = <T>(values: readonly T[], random: SeededRandom): T => values[random.nextInt(values.length)]

/** A standard normal number (Box and Muller). */
export function normal(random: SeededRandom): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
}

/** Two or three things that are liked, the first one most. */
function likings(values: readonly string[], random: SeededRandom): Map<string, number> {
  const liked = new Map<string, number>()
  for (const strength of [1, 0.8, 0.5].slice(0, 2 + random.nextInt(2))) liked.set(pick(values, random), strength)
  return liked
}

/** Draws a shopper; the same random stream gives the same one. */
export function drawShopper(id: string, gifts: readonly Gift[], random: SeededRandom): Shopper {
  const categories = [...new Set(gifts.map((gift) => gift.category))]
  const styles = [...new Set(gifts.flatMap((gift) => gift.styles))]
  return {
    id,
    firstName: pick(FIRST_NAMES, random),
    age: 19 + Math.floor(58 * random.next() ** 1.3),
    gender: pick(GENDERS, random),
    country: pick(COUNTRIES, random),
    categories: likings(categories, random),
    styles: likings(styles, random),
    budget: Math.min(80, Math.max(8, 20 * Math.exp(0.45 * normal(random)))),
    people: Array.from({ length: 2 + random.nextInt(3) }, () => pick(PEOPLE, random)),
    visitEveryDays: Math.min(120, 8 - 26 * Math.log(1 - random.next())),
    resolve: 0.35 + 0.5 * random.next(),
  }
}

const persona = (
  who: Pick<Persona, "id" | "firstName" | "age" | "gender" | "country" | "email" | "about" | "budget" | "refill">,
  habits: { categories: [string, number][]; styles: [string, number][]; people: Person[] },
): Persona => ({
  ...who,
  categories: new Map(habits.categories),
  styles: new Map(habits.styles),
  people: habits.people,
  // Often enough for a taste to show, not so often that nothing of it is left to recommend.
  visitEveryDays: 34,
  resolve: 0.75,
})

/** The shoppers that a visitor of the demo may sign in as. */
export const PERSONAS: readonly Persona[] = [
  persona(
    {
      ...{ id: "sim-maya", firstName: "Maya", age: 34, gender: "female", country: "de", email: "maya@demo.shop" },
      about: "Tea, candles and anything botanical; buys the same tea again and again",
      ...{ budget: 22, refill: "assam-breakfast-tin" },
    },
    {
      categories: [
        ["Tea & Coffee", 1.4],
        ["Candles & Scents", 1],
        ["Garden & Plants", 0.6],
      ],
      styles: [
        ["botanical", 1],
        ["calm", 0.7],
      ],
      people: [
        { recipient: "mother", ageBand: "senior" },
        { recipient: "friend", ageBand: "adult" },
      ],
    },
  ),
  persona(
    {
      ...{ id: "sim-tom", firstName: "Tom", age: 41, gender: "male", country: "us", email: "tom@demo.shop" },
      about: "A father of two small children: toys, puzzles, everything with rockets",
      ...{ budget: 30, refill: null },
    },
    {
      categories: [
        ["Toys & Plush", 1],
        ["Games & Puzzles", 0.9],
        ["Books & Paper", 0.5],
      ],
      styles: [
        ["kids", 0.5],
        ["space", 0.9],
        ["puzzle", 0.4],
      ],
      people: [
        { recipient: "child", ageBand: "3-6" },
        { recipient: "child", ageBand: "7-12" },
      ],
    },
  ),
  persona(
    {
      ...{ id: "sim-ines", firstName: "Ines", age: 52, gender: "female", country: "fr", email: "ines@demo.shop" },
      about: "Cooks for many: the kitchen, good oil, honey and chocolate",
      ...{ budget: 34, refill: null },
    },
    {
      categories: [
        ["Gourmet & Sweets", 1.4],
        ["Kitchen & Table", 1],
      ],
      styles: [
        ["gourmet", 1],
        ["ceramic", 0.6],
      ],
      people: [
        { recipient: "host", ageBand: "adult" },
        { recipient: "grandparent", ageBand: "senior" },
      ],
    },
  ),
]
