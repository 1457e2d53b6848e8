import type { ShopperSegment } from "../../../core/contract"
import type { RecommendationSettings } from "../options"
import { answerOfCustomer, mayIdentify } from "./consent"

const YEAR_MS = 365.2425 * 86_400_000
const OLDEST = 130

/** What a customer's row says that a segment may be made of. */
export interface SegmentSource {
  readonly metadata: Readonly<Record<string, unknown>> | null
  /** A storefront reported a yes with the customer's token. */
  readonly consented: boolean
}

/**
 * Age, gender and country of a customer; null where nothing is known or allowed.
 * On the basis of consent they count only with a yes: the customer's own, in their
 * metadata, or one that a storefront reported with their token. On the basis of
 * legitimate interest they count until the customer objects. An objection stops both.
 */
export function segmentOf(source: SegmentSource, settings: RecommendationSettings): ShopperSegment | null {
  const { segments } = settings
  const metadata = source.metadata ?? {}
  const field = (name: string | null): unknown =>
    name !== null && Object.hasOwn(metadata, name) ? metadata[name] : undefined
  const answer = answerOfCustomer(metadata)
  if (answer === "no") return null
  if (!segments.legitimate_interest && !source.consented && !mayIdentify(answer, settings)) return null
  const segment = {
    age: ageOf(field(segments.age), field(segments.birth_date)),
    gender: textOf(field(segments.gender)),
    country: textOf(field(segments.country)),
  }
  const known = segment.age !== null || segment.gender !== null || segment.country !== null
  return known ? segment : null
}

const textOf = (value: unknown): string | null => (typeof value === "string" && value.trim() ? value.trim() : null)

/** Years; of a band such as "25-34", its middle. */
function ageOf(age: unknown, birthDate: unknown): number | null {
  if (typeof age === "number" && age > 0 && age < OLDEST) return age
  if (typeof age === "string") {
    const [low, high] = age.split("-").map((part) => Number.parseInt(part, 10))
    if (low !== undefined && low > 0 && low < OLDEST)
      return high && high > low && high < OLDEST ? (low + high) / 2 : low
  }
  if (typeof birthDate !== "string") return null
  const years = (Date.now() - Date.parse(birthDate)) / YEAR_MS
  return years > 0 && years < OLDEST ? Math.floor(years) : null
}
