import { LEARNED_LISTS } from "../../contract/recommender"
import type { LearnedList, Rung } from "../../contract/recommender"
import { fitPlattScaling, plattProbability } from "../../svm"
import type { PlattScaling } from "../../svm"
import { areaUnderCurve, expectedCalibrationError } from "../../evaluation/metrics"
import { ln } from "../../numeric/portable-math"
import { asSamples, ChanceCounts } from "./chance-counts"
import type { CountedValues, WeightedChances } from "./chance-counts"

/**
 * What a confidence is read off: the SVM's decision value, of a shopper with choices or of one known by this visit or
 * segment alone, or in a list with a ranking of its own; or the place in an order: of what was viewed lately, or leads in segment or shop.
 */
export const CONFIDENCE_SCALES = [
  ...(["personal", "visit"] as const),
  ...LEARNED_LISTS,
  ...(["viewed", "segment", "trending", "popular", "newest"] as const),
] as const

/**
 * Decision values in a list for somebody without choices of their own. Such lists start from products and weigh the
 * shopper's choices too: where there are none all values lie lower, and on the others' scale none would be worth showing.
 */
export const VISIT_SCALES = ["cart_visit", "bought_together_visit", "similar_visit"] as const
/** One of {@link VISIT_SCALES}. */
export type VisitScale = (typeof VISIT_SCALES)[number]

/** The list whose scale serves where that of its visits was not measured. */
export const LIST_OF_VISIT = {
  cart_visit: "cart",
  bought_together_visit: "bought_together",
  similar_visit: "similar",
} as const satisfies Record<VisitScale, LearnedList>

/** One of {@link CONFIDENCE_SCALES} or {@link VISIT_SCALES}. */
export type ConfidenceScale = (typeof CONFIDENCE_SCALES)[number] | VisitScale
/** Scales of decision values. */
export type ValueScale = "personal" | "visit" | LearnedList | VisitScale
/** Scales of places. */
export type PlaceScale = Exclude<ConfidenceScale, ValueScale>

/** How what is read off becomes the probability that the shopper chooses the product. */
export type Calibration = Readonly<Record<ConfidenceScale, PlattScaling>>

const VALUE_PRIOR: PlattScaling = { a: -1, b: 4 }
const PLACE_PRIOR: PlattScaling = { a: -0.7, b: 4 }

/** The numbers a and b of some scales, one behind the other, as a file holds them. */
export function packCalibration(calibration: Calibration, scales: readonly ConfidenceScale[]): Float64Array {
  return Float64Array.from(scales.flatMap((scale) => [calibration[scale].a, calibration[scale].b]))
}

/**
 * What {@link packCalibration} has packed.
 *
 * @param visits of {@link VISIT_SCALES}; null in files from before they had scales of their own
 */
export function unpackCalibration(packed: Float64Array, visits: Float64Array | null): Calibration {
  const read = (numbers: Float64Array, at: number): PlattScaling => ({ a: numbers[2 * at], b: numbers[2 * at + 1] })
  return calibrationOf((scale) => {
    if (!isVisitScale(scale)) return read(packed, CONFIDENCE_SCALES.indexOf(scale))
    if (visits !== null) return read(visits, VISIT_SCALES.indexOf(scale))
    return read(packed, CONFIDENCE_SCALES.indexOf(LIST_OF_VISIT[scale]))
  })
}

/** Whether a scale is that of a list for whoever has no choices of their own. */
export function isVisitScale(scale: ConfidenceScale): scale is VisitScale {
  return VISIT_SCALES.some((known) => known === scale)
}

/** Scale of a list for somebody without choices of their own; a list that never reads any has but one. */
export function visitScale(list: LearnedList): ValueScale {
  return VISIT_SCALES.find((scale) => LIST_OF_VISIT[scale] === list) ?? list
}

function calibrationOf(of: (scale: ConfidenceScale) => PlattScaling): Calibration {
  return {
    personal: of("personal"),
    visit: of("visit"),
    cart: of("cart"),
    bought_together: of("bought_together"),
    similar: of("similar"),
    gift: of("gift"),
    buy_again: of("buy_again"),
    cart_visit: of("cart_visit"),
    bought_together_visit: of("bought_together_visit"),
    similar_visit: of("similar_visit"),
    viewed: of("viewed"),
    segment: of("segment"),
    trending: of("trending"),
    popular: of("popular"),
    newest: of("newest"),
  }
}

/** Calibration of a recommender that has learnt nothing: small promises. */
export const PRIOR_CALIBRATION: Calibration = calibrationOf((scale) =>
  isValueScale(scale) ? VALUE_PRIOR : PLACE_PRIOR,
)

function isValueScale(scale: ConfidenceScale): scale is ValueScale {
  const isList = LEARNED_LISTS.some((list) => list === scale) || isVisitScale(scale)
  return scale === "personal" || scale === "visit" || isList
}

/** Scale of the decision values in a list of this rung. */
export function valueScale(rung: Rung): ValueScale {
  return rung === "personal" ? "personal" : "visit"
}

/** Probability, 0 to 1, that a product with this decision value is chosen. */
export function confidenceOfValue(calibration: Calibration, scale: ValueScale, value: number): number {
  return plattProbability(calibration[scale], value)
}

/** Probability, 0 to 1, that the product at this place, from 1 on, is chosen: about a power of the place. */
export function confidenceOfPlace(calibration: Calibration, scale: PlaceScale, place: number): number {
  return plattProbability(calibration[scale], -ln(place))
}

/** Places of an order that are looked at: what stands further behind is not distinguished any more. */
const PLACES = 50
/** Choices from which on a scale speaks for itself. */
const CHOICES_AT_LEAST = 10

/** Whose calibration serves where a scale has too few choices of its own; the last resort is the prior. */
const STANDS_IN: Readonly<Record<ConfidenceScale, ConfidenceScale | null>> = {
  personal: null,
  visit: "personal",
  cart: null,
  bought_together: "cart",
  similar: "bought_together",
  gift: "similar",
  buy_again: "personal",
  ...LIST_OF_VISIT,
  viewed: "popular",
  segment: "popular",
  trending: "popular",
  popular: null,
  newest: null,
}

/** How often something stood at a place of an order, from 0 on, and how often it was chosen. */
interface PlaceCounts {
  readonly stood: Float64Array
  readonly chosen: Float64Array
}

/** What a {@link CalibrationSample} has gathered, as plain columns. */
export interface GatheredChances {
  readonly values: ReadonlyMap<ValueScale, CountedValues>
  readonly places: ReadonlyMap<PlaceScale, PlaceCounts>
}

/** Gathers, case by case of a hold-out, what stood where and what was chosen. */
export class CalibrationSample {
  readonly #values = new Map<ValueScale, ChanceCounts>()
  readonly #places = new Map<PlaceScale, PlaceCounts>()

  /** All that was gathered. */
  gathered(): GatheredChances {
    return {
      values: new Map([...this.#values].map(([scale, counts]) => [scale, counts.counted()])),
      places: this.#places,
    }
  }

  /** Takes what was gathered elsewhere. */
  take({ values, places }: GatheredChances): void {
    for (const [scale, counted] of values) this.#valuesOf(scale).take(counted)
    for (const [scale, { stood, chosen }] of places) {
      const known = this.#placesOf(scale)
      stood.forEach((count, place) => (known.stood[place] += count))
      chosen.forEach((count, place) => (known.chosen[place] += count))
    }
  }

  #valuesOf(scale: ValueScale): ChanceCounts {
    const known = this.#values.get(scale) ?? new ChanceCounts()
    this.#values.set(scale, known)
    return known
  }

  #placesOf(scale: PlaceScale): PlaceCounts {
    const places = this.#places.get(scale) ?? { stood: new Float64Array(PLACES), chosen: new Float64Array(PLACES) }
    this.#places.set(scale, places)
    return places
  }

  /** One candidate, its decision value, and whether it was chosen. */
  addValue(scale: ValueScale, value: number, isChosen: boolean): void {
    this.#valuesOf(scale).add(value, isChosen)
  }

  /** Probability that a chosen candidate of a list for a shopper scores above one not chosen. */
  auc(): number {
    const { scores, labels, weights } = asSamples([
      this.#valuesOf("personal").counted(),
      this.#valuesOf("visit").counted(),
    ])
    return areaUnderCurve(scores, labels, weights)
  }

  /** How far what a calibration promises is from what came, over the candidates of all lists, each question once. */
  calibrationError(calibration: Calibration): number {
    const asked = [...this.#values].filter(([scale]) => !isVisitScale(scale))
    const promised = asked.map(([scale, counts]) => {
      const counted = counts.counted()
      return { ...counted, values: counted.values.map((value) => plattProbability(calibration[scale], value)) }
    })
    const { scores, labels, weights } = asSamples(promised)
    return expectedCalibrationError(scores, labels, weights)
  }

  /** The products of one order, best first, of which the head is looked at; and those that were chosen. */
  addOrder(scale: PlaceScale, items: Iterable<number>, chosen: ReadonlySet<number>): void {
    const places = this.#placesOf(scale)
    let place = 0
    for (const item of items) {
      if (place === PLACES) break
      places.stood[place]++
      if (chosen.has(item)) places.chosen[place]++
      place++
    }
  }

  /**
   * Platt scaling of each scale, falling with the place and rising with the value; a scale with fewer than ten choices
   * borrows from the one nearest to it.
   *
   * @see Lin, Lin & Weng, "A note on Platt's probabilistic outputs for support vector machines", Machine Learning 2007
   */
  fit(): Calibration {
    const own: Partial<Record<ConfidenceScale, PlattScaling>> = {}
    for (const scale of [...CONFIDENCE_SCALES, ...VISIT_SCALES]) {
      const fitted = isValueScale(scale) ? this.#fitValues(scale) : this.#fitPlaces(scale)
      if (fitted !== null) own[scale] = fitted
    }
    const of = (scale: ConfidenceScale): PlattScaling => {
      const other = STANDS_IN[scale]
      return own[scale] ?? (other === null ? PRIOR_CALIBRATION[scale] : of(other))
    }
    return calibrationOf(of)
  }

  #fitValues(scale: ValueScale): PlattScaling | null {
    const counted = this.#values.get(scale)?.counted()
    if (counted === undefined || counted.chosen.reduce((sum, count) => sum + count, 0) < CHOICES_AT_LEAST) return null
    return monotone(asSamples([counted]))
  }

  #fitPlaces(scale: PlaceScale): PlattScaling | null {
    const places = this.#places.get(scale)
    if (places === undefined || places.chosen.reduce((sum, count) => sum + count, 0) < CHOICES_AT_LEAST) return null
    const values = Float64Array.from({ length: PLACES }, (_, place) => -ln(place + 1))
    return monotone(asSamples([{ values, ...places }]))
  }
}

/** The fit, or, where higher scores would mean less likely, the share of what was chosen for all alike. */
function monotone({ scores, labels, weights }: WeightedChances): PlattScaling {
  const { a, b } = fitPlattScaling(scores, labels, { sampleWeights: weights })
  if (a <= 0) return { a, b }
  const flat = fitPlattScaling(new Float64Array(scores.length), labels, { sampleWeights: weights })
  return { a: 0, b: flat.b }
}
