// On CI two cores serve shop, database, training and browser at once: what fails there is tried
// once more, and `npm test` names at its end each test that needed it. On a desk nothing is hidden.
if (process.env.CI) jest.retryTimes(1, { logErrorsBeforeRetry: true, retryImmediately: true })
