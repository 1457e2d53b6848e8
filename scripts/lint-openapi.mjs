import { createConfig, lint } from "@redocly/openapi-core"

// `npm run lint:openapi`: docs/openapi.json by Redocly's recommended rules, warnings included, so that
// generated clients get names and refusals.
const config = await createConfig({ extends: ["recommended"] })
const problems = await lint({ ref: new URL("../docs/openapi.json", import.meta.url).pathname, config })
for (const { severity, ruleId, message, location } of problems) {
  console.error(`${severity} ${ruleId}: ${message} ${location[0]?.pointer ?? ""}`)
}
process.exitCode = problems.length > 0 ? 1 : 0
