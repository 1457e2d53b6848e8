const path = require("node:path")
const { projects, testTimeout } = require("../../jest.config.js")

/**
 * One project of the test configuration, with some of its tests: a mutation run asks each change of all tests that lead to
 * it, and those that train whole models would take hours. `<rootDir>` is the copy that the run works in.
 */
module.exports = (name, testMatch) => {
  const { displayName: _, ...project } = projects.find(({ displayName }) => displayName === name)
  return { ...project, rootDir: path.join(__dirname, "../.."), testTimeout, testMatch }
}
