import { createShopDatabase, databaseUrl, dropDatabase } from "../helpers/database"
import { tried } from "../helpers/trials"
import { startChild } from "./child-process"
import { rounds } from "./rounds"

const DATABASE = "svm_follow_instances"
const INSTANCES = ["one", "two"]
/** Events of all instances together. */
const TOTAL = rounds(6_000, 100_000)

describe("instances that write and follow one log at once", () => {
  beforeAll(() => createShopDatabase(DATABASE))
  afterAll(() => dropDatabase(DATABASE))

  test(
    `of ${TOTAL} events each process is handed every one, once: its own do not move it past the other's`,
    async () => {
      const own = TOTAL / INSTANCES.length
      const children = INSTANCES.map((name) =>
        startChild("follow-child.ts", {
          ...{ DATABASE_URL: databaseUrl(DATABASE), NAME: name },
          ...{ OWN: String(own), TOTAL: String(TOTAL) },
        }),
      )
      try {
        for (const child of children) expect(await child.heard("READY")).toBe("")
        for (const child of children) child.send("GO")
        const found = await Promise.all(children.map((child) => child.heard("FOLLOWED ")))
        const all = JSON.stringify({ handed: TOTAL, different: TOTAL })
        expect(found).toEqual([all, all])
        tried({
          items: ["R9"],
          what: "two processes that write behavior and follow each other's at once",
          times: TOTAL,
          outcome: "each was handed every event, once",
        })
      } finally {
        await Promise.all(children.map((child) => child.kill()))
      }
    },
    rounds(120_000, 900_000),
  )
})
