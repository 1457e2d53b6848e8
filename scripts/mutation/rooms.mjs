import { mutationConfig } from "./stryker.mjs"

/** Of the rooms, what decides without a database: gate, triggers, consent, eligibility by rules, admission, retention's months. */
export default mutationConfig({
  name: "rooms",
  score: 70,
  mutate: [
    "src/modules/recommendation/learning/gate.ts",
    "src/modules/recommendation/learning/decide.ts",
    "src/modules/recommendation/learning/drift.ts",
    "src/modules/recommendation/learning/accuracy-fall.ts",
    "src/modules/recommendation/learning/schedule.ts",
    "src/modules/recommendation/privacy/consent.ts",
    "src/modules/recommendation/behavior/address-block.ts",
    "src/modules/recommendation/behavior/event-months.ts",
    "src/modules/recommendation/serving/rules/apply-rules.ts",
    "src/modules/recommendation/serving/admission.ts",
    "src/modules/recommendation/serving/answers/answer-key.ts",
  ],
})
