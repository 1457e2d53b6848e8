import { createRandom } from "../random/seeded-random"
import type { GiftKey, GiftVocabulary } from "./facets"
import { GIFT_KEYS } from "./facets"
import { likedChances } from "./giver"
import type { GiftAnswers, GiftChoice } from "./giver"

/** Products of the likeliest that a list is chosen from, in lengths of the list; the rest would cost too much fit. */
const REACH = 12
/** Share of the list that is the likeliest products, whatever else they answer. */
const SURE = 0.3
/** Wishes drawn: one more in a hundred changes no list visibly. */
const WISHES = 200

/**
 * Half of a fit's worth is gained at this probability, where a wish is drawn: whether a product answers a wish that nobody
 * has spoken of is a matter of whether it may, not of how surely. Chosen on the demo's catalog, by which
 * `npm run bench:gift` judges.
 */
const DOUBT = 0.2

const worthOf = (probability: number): number => ((1 + DOUBT) * probability) / (probability + DOUBT)

/** What a list of gifts is chosen from. */
export interface ChooseGiftsInput {
  readonly choices: readonly GiftChoice[]
  readonly answers: GiftAnswers
  readonly vocabulary: GiftVocabulary
  /** Products wanted. */
  readonly count: number
}

/** A product, and the chance that it is liked beside the likeliest one's; 0 to 1. */
export interface ChosenGift {
  readonly id: string
  readonly likelihood: number
}

/**
 * The products of which one at least is likeliest to be liked. What was not asked yet is drawn: wishes are those of
 * people who would like a product, likelier products oftener. Each next product is the one that answers most of the
 * wishes that those before it leave open. These stand first, all other products behind, both the likeliest first.
 *
 * @see Agrawal, Gollapudi, Halverson, Ieong, "Diversifying search results", WSDM 2009 (IA-Select, over drawn wishes)
 */
export function chooseGifts({ choices, answers, vocabulary, count }: ChooseGiftsInput): ChosenGift[] {
  const chances = likedChances(choices, answers)
  const order = [...choices.keys()].sort((a, b) => chances[b] - chances[a] || (choices[a].id < choices[b].id ? -1 : 1))
  const best = order.length === 0 ? 0 : chances[order[0]]
  const likelihoods = chances.map((chance) => (best === 0 ? 0 : chance / best))
  const reach = order.slice(0, REACH * count)
  const wishes = drawWishes({ choices, chances, order: reach }, openKeys(vocabulary, answers))
  const answersTo = reach.map((at) => wishes.map((wish) => likelihoods[at] * fitOfWish(choices[at], wish)))
  const unmet = new Float64Array(wishes.length).fill(1)
  const chosen: number[] = []
  const open = new Set(reach.keys())
  while (chosen.length < count && open.size > 0) {
    let [top, most] = [-1, -1]
    // The likeliest stand on every list: `reach` begins with them.
    for (const index of chosen.length < count * SURE ? [chosen.length] : open) {
      const gain = answersTo[index].reduce((sum, chance, wish) => sum + unmet[wish] * chance, 0)
      if (gain > most) [top, most] = [index, gain]
    }
    open.delete(top)
    chosen.push(reach[top])
    for (const [wish, chance] of answersTo[top].entries()) unmet[wish] *= 1 - chance
  }
  const taken = new Set(chosen)
  const set = order.filter((at) => taken.has(at))
  return [...set, ...order.filter((at) => !taken.has(at))].map((at) => ({
    id: choices[at].id,
    likelihood: likelihoods[at],
  }))
}

/** Places of each question that is not answered, but for styles: whoever has one in mind is a minority. */
function openKeys(vocabulary: GiftVocabulary, { places }: GiftAnswers): (readonly number[])[] {
  const isOpen = (key: GiftKey): boolean => !places.has(key) && key !== "style" && vocabulary.placesOf(key).length > 0
  return GIFT_KEYS.filter(isOpen).map((key) => vocabulary.placesOf(key))
}

interface Drawing {
  readonly choices: readonly GiftChoice[]
  readonly chances: Float64Array
  readonly order: readonly number[]
}

/** Wishes, each a place for every open question; the same for the same products and answers. */
function drawWishes({ choices, chances, order }: Drawing, open: readonly (readonly number[])[]): number[][] {
  const total = order.reduce((sum, at) => sum + chances[at], 0)
  if (total === 0 || open.length === 0) return [[]]
  const random = createRandom(1)
  const wishes: number[][] = []
  let [index, passed] = [0, 0]
  for (let drawn = 0; drawn < WISHES; drawn++) {
    const ticket = ((drawn + 0.5) / WISHES) * total
    while (index < order.length - 1 && passed + chances[order[index]] < ticket) passed += chances[order[index++]]
    const { fits } = choices[order[index]]
    wishes.push(open.map((places) => drawPlace(places, fits, random.next())))
  }
  return wishes
}

/** One of the places, likelier ones oftener. */
function drawPlace(places: readonly number[], fits: Float32Array, ticket: number): number {
  const total = places.reduce((sum, place) => sum + fits[place], 0)
  let left = ticket * total
  for (const place of places) {
    left -= fits[place]
    if (left < 0) return place
  }
  return places[places.length - 1]
}

const fitOfWish = ({ fits }: GiftChoice, wish: readonly number[]): number =>
  wish.reduce((chance, place) => chance * worthOf(fits[place]), 1)
