import { BUDGETS, weigh } from "../../build"

test.each(BUDGETS)("weight: $name stays within $bytes bytes", async ({ imports, bytes }) => {
  expect(await weigh(imports)).toBeLessThanOrEqual(bytes)
})
