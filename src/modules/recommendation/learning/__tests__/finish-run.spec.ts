import { TRAINING_KILLED } from "../../../../training/training-process"
import { aboutRun } from "../../sayings"
import { causeOf } from "../finish-run"
import { RunCanceledError, RunTimeoutError } from "../heartbeat"

describe("cause of a failed run", () => {
  test("cause: our own words stay, the database's stay in the log", () => {
    expect(causeOf(new Error("Training ran out of memory.")).text).toBe("Training ran out of memory.")
    const refused = Object.assign(new Error("connect ECONNREFUSED 10.0.0.7:5432"), { code: "ECONNREFUSED" })
    expect(causeOf(refused).text).toBe("The database failed (ECONNREFUSED); the details are in the server's log.")
    expect(causeOf(new Error("Connection terminated unexpectedly")).text).not.toMatch(/terminated/)
    expect(causeOf("text").text).toBe("The cause is in the server's log.")
  })

  test("cause: too little memory, a canceled run and a run that took too long are named by code", () => {
    const codeOf = (error: Error): string | undefined => causeOf(error).said[0]?.code
    expect(codeOf(new Error("Training ran out of memory: raise training.max_memory_mb."))).toBe("out_of_memory")
    expect(codeOf(new Error(TRAINING_KILLED))).toBe("training_killed")
    expect(codeOf(new RunCanceledError(aboutRun.endedByAdmin()))).toBe("ended_by_admin")
    expect(codeOf(new RunTimeoutError(aboutRun.tookTooLong(60)))).toBe("took_too_long")
  })
})
