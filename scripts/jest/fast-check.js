// fast-check draws ten elements of an array at most, whatever `maxLength` says: a property about long rows passed with
// rows overwritten. Here an array may become as long as it was allowed to.
const fastCheck = require("../../node_modules/fast-check/lib/cjs/fast-check.js")

fastCheck.configureGlobal({ defaultSizeToMaxWhenMaxSpecified: true })

module.exports = fastCheck
