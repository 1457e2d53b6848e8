// A fresh clone knows no file's time, and jest would order by size. What is known to be slow goes first here: begun
// last, it would run on one core when all else is done.
const { default: Sequencer } = require("@jest/test-sequencer")

const SLOWEST = ["browser/main-job", "browser/dashboard-work", "browser/dashboard", "reliability/simulation"]

const place = ({ path }) => {
  const at = SLOWEST.findIndex((name) => path.endsWith(`/integration-tests/${name}.spec.ts`))
  return at < 0 ? SLOWEST.length : at
}

module.exports = class SlowestFirst extends Sequencer {
  sort(tests) {
    // The sort is stable: all others stay as jest orders them, by their last times or their size.
    return [...super.sort(tests)].sort((a, b) => place(a) - place(b))
  }
}
