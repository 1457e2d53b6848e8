/** A bound that a figure of a measurement must keep. */
export interface Limit {
  /** Name of the figure. */
  readonly figure: string
  /** What it is, before its bound or value. */
  readonly words: string
  readonly atMost: number
  readonly unit: string
}

/** One load, fault or attack, and what shows that it is held, survived or refused. */
export interface Item {
  readonly id: string
  readonly what: string
  /** Words that stand in the titles of its tests. */
  readonly tests: readonly string[]
  /** Names of the measurements in `.cache/reliability/NAME.json` that speak of it. */
  readonly measurements?: readonly string[]
  /** What their figures must keep. */
  readonly limits?: readonly Limit[]
  /** Whether what its trials came to stands below the table, each with its figures. */
  readonly isDetailed?: boolean
  /** What of it is not tried, plainly. */
  readonly open?: string
}

const limit = (figure: string, words: string, atMost: number, unit = ""): Limit => ({ figure, words, atMost, unit })

const LOADS: readonly Item[] = [
  {
    ...{ id: "L1", what: "500 events/s in batches of 20", tests: [], measurements: ["load"] },
    limits: [limit("behavior_p99_ms", "p99", 150, " ms"), limit("events_lost", "accepted events lost", 0)],
  },
  {
    ...{ id: "L2", what: "burst of 2000 events/s", tests: [], measurements: ["load"] },
    limits: [limit("events_lost", "accepted events lost", 0)],
  },
  {
    ...{ id: "L3", what: "200 recommendation requests/s", tests: [], measurements: ["load"] },
    limits: [limit("list_p95_ms", "p95", 50, " ms"), limit("list_p99_ms", "p99", 120, " ms")],
  },
  {
    ...{ id: "L4", what: "the same while retraining", tests: [], measurements: ["load"] },
    limits: [limit("training_list_p95_ms", "lists p95", 75, " ms"), limit("training_list_p99_ms", "p99", 180, " ms")],
  },
  {
    ...{ id: "L5", what: "retrain on 1 M events", tests: [], measurements: ["scale"] },
    limits: [limit("training_s", "training", 120, " s")],
  },
  {
    ...{
      id: "L6",
      what: "the shop's own cart lines beside a shop without the plugin",
      tests: [],
      measurements: ["load"],
    },
    limits: [
      limit("line_p95_ratio_idle", "p95 idle", 1.05, " ×"),
      limit("line_p95_ratio_loaded", "loaded", 1.15, " ×"),
    ],
  },
  {
    ...{
      id: "L7",
      what: "soak: memory, connections and table growth",
      tests: [],
      measurements: ["soak"],
      open: "24 h",
    },
    limits: [
      limit("events_lost", "accepted events lost", 0),
      limit("list_failures", "lists failed", 0),
      limit("heap_mb_per_hour", "live heap", 1, " MB an hour"),
    ],
  },
  {
    id: "L8",
    what: "5,000 lists within a second of a cold start",
    tests: ["many who ask the same at once set off one answer", "lists: of more at once than can be made"],
    measurements: ["load"],
    limits: [limit("cold_p99_ms", "p99", 1_000, " ms"), limit("cold_refused", "refused", 0)],
  },
]

const FAULTS: readonly Item[] = [
  {
    id: "R1",
    what: "Postgres gone under load",
    tests: ["what was accepted is stored once, and the shop comes back by itself"],
  },
  { id: "R2", what: "Postgres down at start", tests: ["no database at the start: the shop waits for it"] },
  {
    id: "R3",
    what: "Postgres slow or half-open",
    tests: [
      "what was accepted is stored once, and the shop comes back by itself",
      "half-open connections that nobody resets",
    ],
  },
  { id: "R4", what: "Redis gone", tests: ["redis gone: events are stored"] },
  {
    id: "R5",
    what: "kill -9 in training, promotion and import",
    tests: [
      "nothing half-written serves, and another instance takes over",
      "whoever is killed, one whole model serves",
      "import of history: killed again and again",
    ],
  },
  { id: "R6", what: "kill -9 in capture", tests: ["nothing that was accepted is missing, nothing is there twice"] },
  { id: "R7", what: "SIGTERM under load", tests: ["sigterm:"] },
  {
    id: "R8",
    what: "n-th database call fails, for every n; disk full",
    tests: ["the n-th database call fails", "disk full: nothing accepted is lost"],
  },
  {
    id: "R9",
    what: "many instances start a retrain at once",
    tests: [
      "of twenty instances at once one trains",
      "two shops at once: each request starts one run",
      "redis: retrains asked of all at once run one at a time",
    ],
  },
  {
    id: "R10",
    what: "trainer silent past its lease, then back",
    tests: ["lease: a silent holder is replaced", "a trainer that sleeps past its lease"],
  },
  {
    id: "R11",
    what: "damaged model file",
    tests: [
      "a damaged one leaves the last good one serving",
      "an instance that starts with a damaged model climbs the ladder",
      "a damaged, cut or foreign file is refused by name",
      "model file: a flip of any one bit is refused",
      "model file: truncation at every length",
      "model file: a future version is refused",
      "model file: lengths that cannot be are refused before anything is allocated",
      "model file: numbers that are not finite",
      "model file: 20 000 random forgeries",
      "a model that cannot be read for a moment is read again",
    ],
  },
  {
    id: "R12",
    what: "training thread throws, runs out of memory, or hangs",
    tests: ["a thread that dies fails the run with its cause", "cancel: ends a run that trains"],
  },
  {
    id: "R13",
    what: "clocks: of shoppers, of one instance, of two",
    tests: ["future", "clocks: instances whose clocks differ", "clocks: one that is set back"],
  },
  {
    id: "R14",
    what: "events doubled, reversed, replayed",
    tests: [
      "the same batch sent ten times at once: stored once",
      "batches of the same events in opposite orders at once",
      "delivered twice and out of order",
      "the same data and seed give the same bytes",
      "what the bus lost is there after one reconciliation",
    ],
  },
  {
    id: "R15",
    what: "event bus loses orders",
    tests: ["what the bus lost is stored, once", "what the bus lost is there after one reconciliation"],
  },
  {
    id: "R16",
    what: "degenerate data",
    tests: [
      "too little behavior is refused",
      "an empty shop has nothing to show",
      "logs that hold hardly anything",
      "degenerate data",
      "numbers whose squares overflow",
    ],
  },
  {
    id: "R17",
    what: "challenger worse, or better by noise",
    tests: [
      "gate: within the tolerance of the champion",
      "a first model must beat popularity",
      "gate: of 200 ",
      "gate: a small shop's hold-out",
    ],
  },
  {
    id: "R18",
    what: "promote, roll back and erase at once",
    tests: ["promotion: fifty at once leave one serving", "fifty at once promote, go back and erase"],
  },
  {
    id: "R19",
    what: "migrations up and down on a filled database",
    tests: ["migrations: from every version up", "migrations: up while the version before writes"],
  },
  { id: "R20", what: "connection pool exhausted by the shop", tests: ["pool exhausted: storefronts get 503"] },
  {
    id: "R21",
    what: "simulation of the whole from a seed",
    tests: ["random histories of three instances from one seed"],
    open: "10 000 histories a night",
  },
  {
    id: "R22",
    what: "same bytes on other machines",
    tests: ["where WebAssembly cannot run"],
    measurements: ["same-bytes"],
  },
  {
    id: "R23",
    what: "widget: shop down, reload, tab closed",
    tests: [
      "widget: a failing shop leaves the page whole",
      "widget: a shop that never answers",
      "widget: events that could not be sent are sent after a reload",
      "browser: what is said on leaving reaches a shop on another address",
      "event queue: after failures it waits twice as long",
    ],
  },
  {
    id: "R24",
    what: "random histories of changes on two instances and one Redis",
    tests: ["of changes on two instances leave both with the lists of one that starts afterwards"],
  },
]

const ATTACKS: readonly Item[] = [
  {
    id: "S1",
    what: "no, bad, revoked publishable key",
    tests: ["closed without a valid publishable key", "a revoked key: refused on every store route"],
  },
  {
    id: "S2",
    what: "key of another channel",
    tests: [
      "a product of another sales channel: as unknown",
      "a key sees its own channels alone",
      "a key of another channel: sees none",
    ],
  },
  {
    id: "S3",
    what: "another customer's ids (IDOR)",
    tests: [
      "a customer in the body is refused by name",
      "a prediction is of the caller",
      "another's ids: a customer in the query or body is refused",
    ],
  },
  { id: "S4", what: "admin routes for strangers", tests: ["closed to strangers, customers and storefronts"] },
  { id: "S5", what: "mass assignment", tests: ["mass assignment and forged purchases"] },
  { id: "S6", what: "malformed JSON, fuzzed requests", tests: ["malformed, deep and huge bodies", "fuzz:"] },
  {
    id: "S7",
    what: "huge bodies",
    tests: ["malformed, deep and huge bodies", "heavy: a hundred megabytes"],
    open: "whom Node itself shows the door: after five minutes",
  },
  { id: "S8", what: "deep JSON", tests: ["malformed, deep and huge bodies"] },
  { id: "S9", what: "prototype pollution", tests: ["not even a prototype", "under node --disable-proto=throw"] },
  { id: "S10", what: "SQL and JSON-path injection", tests: ["bad ids, bodies and queries get a clear refusal"] },
  {
    id: "S11",
    what: "XSS through titles and metadata",
    tests: ["widget: a product title cannot inject", "a title is text", "dashboard, attacks: titles, names and rules"],
  },
  { id: "S12", what: "ReDoS", tests: ["redos: no pattern of the plugin"] },
  {
    id: "S13",
    what: "flood, forged forwarding headers",
    tests: ["flood: forged forwarding headers and ever new visitors stop"],
  },
  { id: "S14", what: "bots", tests: ["snapshot: bots and later arrivals are left out"] },
  { id: "S15", isDetailed: true, what: "one visitor's spam", tests: ["one visitor's spam"] },
  { id: "S16", isDetailed: true, what: "1 % and 10 % of shoppers are false", tests: ["false shoppers"] },
  {
    id: "S17",
    what: "forged purchases and clicks",
    tests: ["bots and lists that were never served", "mass assignment and forged purchases"],
  },
  { id: "S18", what: "model file as carrier", tests: ["refused by name"] },
  {
    id: "S19",
    what: "leaks in errors and logs",
    tests: [
      "fuzz:",
      "of the database's own words only the code",
      "no field can forge a second line",
      "logs: neither passwords",
    ],
  },
  {
    id: "S20",
    what: "personal lists in shared caches",
    tests: ["the headers keep personal lists out of caches", "caches: every answer of a store route"],
  },
  {
    id: "S21",
    what: "consent, export, erasure",
    tests: [
      "erasure: rows, links and lists",
      "without consent nothing is stored",
      "without consent (",
      "privacy: after erasure nothing of the shopper is in any table",
      "erasure while training: the version is refused",
    ],
  },
  { id: "S22", what: "shoppers in the model file", tests: ["holds no shopper's id"] },
  {
    id: "S23",
    what: "cross-site admin posts, foreign origins",
    tests: [
      "cross-site: a foreign page gets no permission",
      "cross-site: what a foreign page makes a browser send",
      "dashboard, attacks: a page of another site cannot post",
    ],
  },
  { id: "S24", what: "outbound calls", tests: ["outbound: the shop has opened connections"] },
  {
    id: "S25",
    what: "supply chain",
    tests: ["package: holds what a shop needs and nothing else", "supply chain:"],
    open: "npm audit",
  },
  {
    id: "S26",
    what: "the plugin taken out",
    tests: ["package: taken out again, with its tables", "what the page on uninstalling says leaves no trace"],
  },
]

/** Everything that is promised, by the numbers under which it was planned. */
export const ITEMS: readonly Item[] = [...LOADS, ...FAULTS, ...ATTACKS]
