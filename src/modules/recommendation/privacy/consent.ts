import type { RecommendationSettings } from "../options"
import { metadataOf } from "../behavior/metadata"

/** Field of a customer's metadata that holds their own answer; false is an objection. */
export const CONSENT_FIELD = "recommendation_consent"

/** What a shopper has answered to being recognised; `unknown` is neither yes nor no. */
export type ConsentAnswer = "yes" | "no" | "unknown"

type ConsentSettings = Pick<RecommendationSettings, "consent">

/** Whether anything that leads back to the shopper may be kept. */
export function mayIdentify(answer: ConsentAnswer, { consent }: ConsentSettings): boolean {
  return answer === "yes" || (answer === "unknown" && !consent.required)
}

/** A customer's own answer, from the metadata of their account. */
export function answerOfCustomer(metadata: unknown): ConsentAnswer {
  const answer = metadataOf(metadata)(CONSENT_FIELD)
  if (answer === true || answer === "true") return "yes"
  return answer === false || answer === "false" ? "no" : "unknown"
}

/** What is known of whoever sent a report. */
export interface StorefrontAnswer {
  /** What the storefront says; undefined where it says nothing. */
  readonly consent: boolean | undefined
  /** The browser's own signal (`Sec-GPC: 1`). */
  readonly privacySignal: boolean
  /** The signed-in customer's answer; `unknown` for guests. */
  readonly customer: ConsentAnswer
}

/** The answer that holds for a report: any no counts, whoever agreed elsewhere. */
export function answerOfReport({ consent, privacySignal, customer }: StorefrontAnswer): ConsentAnswer {
  if (consent === false || privacySignal || customer === "no") return "no"
  return consent === true ? "yes" : "unknown"
}

/** Whom a record of the shop (a cart, an order) names. */
export interface RecordParties {
  /** The record: a cart or an order. */
  readonly recordId: string
  /** Its customer, with an account or as a guest. */
  readonly customerId: string | null
  readonly hasAccount: boolean
  /** Metadata of the customer. */
  readonly customerMetadata: unknown
  /** The visitor that the storefront wrote into it, which it does after a yes alone. */
  readonly visitorId: string | null
}

/** Under which names behavior from a record is kept. */
export interface RecordIdentity {
  readonly customerId: string | null
  readonly visitorId: string | null
  /** Whether it may say from which record and list it came. */
  readonly namesRecord: boolean
}

const NOBODY: RecordIdentity = { customerId: null, visitorId: null, namesRecord: false }

/**
 * A cart line's identity. A customer with an account is named, for the cart is kept
 * with the account anyway, unless they objected. A guest is the visitor that the
 * storefront named after a yes. A guest without a yes is nobody where the shop
 * needs one; elsewhere the cart is a visitor of its own.
 */
export function identityInCart(parties: RecordParties, settings: ConsentSettings): RecordIdentity {
  const { recordId, customerId, hasAccount, customerMetadata, visitorId } = parties
  if (hasAccount && customerId !== null) {
    if (answerOfCustomer(customerMetadata) === "no") return NOBODY
    return { customerId, visitorId: null, namesRecord: true }
  }
  if (visitorId !== null) return { customerId: null, visitorId, namesRecord: true }
  if (settings.consent.required) return NOBODY
  return { customerId: null, visitorId: recordId, namesRecord: true }
}

/**
 * An order's identity. Orders are the shop's own books: that it was one, and which,
 * is always kept, so that returns and edits find it. A customer with an account is
 * named even after an objection, which stops its use and not the record. A guest is
 * named as the visitor, or where no yes is needed.
 */
export function identityInOrder(parties: RecordParties, settings: ConsentSettings): RecordIdentity {
  const { customerId, hasAccount, visitorId } = parties
  if (hasAccount) return { customerId, visitorId: null, namesRecord: true }
  if (visitorId !== null) return { customerId: null, visitorId, namesRecord: true }
  return { customerId: settings.consent.required ? null : customerId, visitorId: null, namesRecord: true }
}

/** SQL condition that the customer with this id, a column or parameter, has objected. */
export function hasObjected(id: string): string {
  return `exists (select 1 from customer objector where objector.id = ${id}
            and objector.metadata ->> '${CONSENT_FIELD}' = 'false')`
}
