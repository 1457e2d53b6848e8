import fc from "fast-check"

/** Texts that have broken other people's software, one of each kind. */
export const ATTACK_TEXTS: readonly string[] = [
  "",
  "'",
  "' OR '1'='1",
  "1; DROP TABLE behavior_event; --",
  "$1",
  "%",
  "\\",
  '$.*[?(@.a=="b")]',
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "javascript:alert(1)",
  "__proto__",
  "constructor",
  "toString",
  "../../../etc/passwd",
  "..%2f..%2fpackage.json",
  "\u0000",
  "\r\nSet-Cookie: a=b",
  "\ud800",
  "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
  "-1",
  "1e309",
  "NaN",
  "99999999999999999999",
  "2026-13-45T99:99:99Z",
  "+275760-09-13T00:00:00.001Z",
  "a".repeat(5_000),
  `${"a".repeat(28)}!`,
  "${jndi:ldap://127.0.0.1/a}",
  "{{7*7}}",
]

/** Names that the routes know, so that a random request gets past the first check. */
const NAMES = [
  ...[
    "strategy",
    "limit",
    "offset",
    "region_id",
    "currency_code",
    "product_id",
    "cart_id",
    "category_id",
    "visitor_id",
  ],
  ...["min_confidence", "fields", "placement", "locale", "recipient", "occasion", "budget_max", "age_band", "order"],
  ...["events", "consent", "panels", "id", "type", "occurred_at", "quantity", "force", "settings", "version", "cron"],
  ...[
    "time_zone",
    "rules",
    "ids",
    "name",
    "action",
    "value",
    "holdout_share",
    "is_aa",
    "from",
    "to",
    "after",
    "source",
  ],
  ...["customer_id", "product_ids", "__proto__", "constructor", "sales_channel_id", "weight", "received_at"],
]

const name = fc.constantFrom(...NAMES)

const leaf = fc.oneof(
  fc.constantFrom(...ATTACK_TEXTS),
  fc.string({ maxLength: 30 }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.uuid(),
  fc.constantFrom("view", "purchase", "for_you", "gift", "orders", "pin", "* * * * *", "UTC"),
)

/** Query strings of known and unknown names with good and bad values. */
export const attackQuery: fc.Arbitrary<Record<string, string>> = fc.dictionary(
  fc.oneof(name, fc.string({ minLength: 1, maxLength: 10 })),
  leaf.map(String),
  { maxKeys: 5 },
)

/** JSON bodies likewise, a few levels deep. */
export const attackBody: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: "small", withCrossShrink: true }, leaf, tie("list"), tie("record")),
  list: fc.array(tie("value"), { maxLength: 4 }),
  record: fc.dictionary(fc.oneof(name, fc.string({ maxLength: 10 })), tie("value"), { maxKeys: 6 }),
})).record
