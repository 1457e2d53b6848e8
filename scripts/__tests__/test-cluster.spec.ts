import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { testCluster } from "../lib/test-cluster"

const memoryFolder = mkdtempSync(path.join(tmpdir(), "test-cluster-"))
const roomy = { memoryFolder, freeSpace: () => 8e9, availableMemory: () => 14e9 }

afterAll(() => rmSync(memoryFolder, { recursive: true }))

test("test cluster: lies in memory where there is room, one for each checkout, and leaves nothing there", () => {
  const cluster = testCluster("/checkout", roomy)
  expect(cluster.dataDir).toMatch(/\/medusa-svm-test-[0-9a-f]{12}\/data$/)
  expect(testCluster("/checkout", roomy).dataDir).toBe(cluster.dataDir)
  expect(testCluster("/other", roomy).dataDir).not.toBe(cluster.dataDir)
  mkdirSync(cluster.dataDir, { recursive: true })
  cluster.remove()
  expect(existsSync(path.dirname(cluster.dataDir))).toBe(false)
})

test.each([
  ["no folder in memory", { ...roomy, memoryFolder: "/nowhere" }],
  ["a folder of 64 MB, as Docker gives", { ...roomy, freeSpace: () => 64e6 }],
  ["a desk of 8 GB", { ...roomy, availableMemory: () => 7e9 }],
])("test cluster: lies on disk and stays with %s", (_what, machine) => {
  const cluster = testCluster("/checkout", machine)
  expect(cluster.dataDir).toBe("/checkout/.test-postgres")
  cluster.remove()
})
