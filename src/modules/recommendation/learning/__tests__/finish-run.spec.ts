import { causeOf } from "../finish-run"

describe("cause of a failed run", () => {
  test("cause: our own words stay, the database's stay in the log", () => {
    expect(causeOf(new Error("Training ran out of memory."))).toBe("Training ran out of memory.")
    const refused = Object.assign(new Error("connect ECONNREFUSED 10.0.0.7:5432"), { code: "ECONNREFUSED" })
    expect(causeOf(refused)).toBe("The database failed (ECONNREFUSED); the details are in the server's log.")
    expect(causeOf(new Error("Connection terminated unexpectedly"))).not.toMatch(/terminated/)
    expect(causeOf("text")).toBe("The run failed; the cause is in the server's log.")
  })
})
