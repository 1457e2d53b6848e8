import { Revisions } from "../revisions"

test("revisions: who acts moves, and nobody else", () => {
  const revisions = new Revisions()
  const before = ["ann", "bob"].map((name) => revisions.of(name))
  revisions.move(["ann"])
  expect([revisions.of("ann") === before[0], revisions.of("bob") === before[1]]).toEqual([false, true])
})

test("revisions: whose move is too old to be remembered has another number than before it all the same", () => {
  const revisions = new Revisions()
  const before = revisions.of("ann")
  revisions.move(["ann"])
  for (let n = 0; n < 60_000; n++) revisions.move([`crowd ${n}`])
  expect(revisions.of("ann")).not.toBe(before)
})

test("revisions: a crowd that moves leaves those who were not heard of where they are, while it is remembered", () => {
  const revisions = new Revisions()
  const before = revisions.of("ann")
  for (let n = 0; n < 40_000; n++) revisions.move([`crowd ${n}`])
  expect(revisions.of("ann")).toBe(before)
})

test("revisions: when all move, so does each", () => {
  const revisions = new Revisions()
  revisions.move(["ann"])
  const before = ["ann", "bob"].map((name) => revisions.of(name))
  revisions.moveAll()
  expect(["ann", "bob"].map((name, at) => revisions.of(name) === before[at])).toEqual([false, false])
})
