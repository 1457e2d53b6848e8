import { machineName, machineOf, taskQueueName } from "../queue-protocol"
import { taskRelease } from "../wire"

describe("names at the queue", () => {
  test("queue: each release, protocol and form of values has a queue of its own", () => {
    expect(taskQueueName()).toBe(`svm-training-${taskRelease()}`)
    expect(taskRelease()).toMatch(/^\d+\.\d+\.\d+.*-\d+-\d+$/)
    // BullMQ's own keys are made with it.
    expect(taskQueueName()).not.toContain(":")
  })

  test("queue: an instance is known by the name of its connection, and how many tasks it runs", () => {
    expect(machineOf(`bull:c3Zt:w:${machineName("instance", 3)}`)).toEqual({ instance: "instance", lanes: 3 })
    for (const other of ["bull:c3Zt", "bull:c3Zt:w:somebody", "bull:c3Zt:qe"]) expect(machineOf(other)).toBeNull()
  })
})
