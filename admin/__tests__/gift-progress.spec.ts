import { progressOf } from "../screens/gifts/progress"

const step = (answers: number, searches: number) => ({ answers, searches, opened: answers, bought: 1 })

test("gift progress: a search with three answers had one and two before", () => {
  expect(progressOf([step(0, 5), step(1, 3), step(3, 2)])).toEqual({
    ...{ started: 10, opened: 4, bought: 3 },
    reached: [
      { answers: 1, searches: 5 },
      { answers: 2, searches: 2 },
      { answers: 3, searches: 2 },
    ],
  })
})

test("gift progress: nothing is reached where nobody searched, or nobody answered", () => {
  expect(progressOf([])).toEqual({ started: 0, reached: [], opened: 0, bought: 0 })
  expect(progressOf([step(0, 4)]).reached).toEqual([])
})
