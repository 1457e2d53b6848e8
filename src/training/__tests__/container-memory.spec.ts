import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { defaultTrainingMb, memoryLimitMb } from "../container-memory"

const GIGABYTE = 1024 ** 3

describe("memory of the container", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "cgroup-"))
  const v2 = path.join(folder, "memory.max")
  const v1 = path.join(folder, "memory.limit_in_bytes")
  const limit = (): number => memoryLimitMb([v2, v1], 8 * GIGABYTE)

  afterEach(() => [v2, v1].forEach((file) => rmSync(file, { force: true })))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test("container memory: without a cgroup it is the machine's", () => {
    expect(limit()).toBe(8_192)
  })

  test("container memory: the limit of cgroup v2 holds, that of v1 where there is no other", () => {
    writeFileSync(v1, String(3 * GIGABYTE))
    expect(limit()).toBe(3_072)
    writeFileSync(v2, `${2 * GIGABYTE}\n`)
    expect(limit()).toBe(2_048)
  })

  test.each(["max\n", "9223372036854771712\n", "0", "many", ""])("container memory: %j is no limit", (text) => {
    writeFileSync(v2, text)
    expect(limit()).toBe(8_192)
  })

  test("container memory: a training may have three quarters of what the shop leaves, and always enough to begin", () => {
    expect(defaultTrainingMb(2_048)).toBe(1_152)
    expect(defaultTrainingMb(8_192)).toBe(5_760)
    expect(defaultTrainingMb(512)).toBe(256)
    expect(defaultTrainingMb(1_048_576)).toBe(65_536)
  })
})
