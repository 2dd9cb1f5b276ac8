import { createServer } from 'node:http'

// A small HTTP service: `node service.mjs VERSION`; prints its port. POST /behave/NAME changes what it does:
// well, errors (three of four requests fail), slow (600 ms), mute (no metrics).
const [, , version] = process.argv
const bounds = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
const counts = { requests: 0, failed: 0, seconds: 0, buckets: bounds.map(() => 0) }
let behaviour = 'well'

const label = `version="${version}"`
const metrics = () =>
  [
    `app_requests_total{${label}} ${counts.requests}`,
    `app_failed_total{${label}} ${counts.failed}`,
    ...bounds.map((bound, index) => `app_seconds_bucket{${label},le="${bound}"} ${counts.buckets[index]}`),
    `app_seconds_bucket{${label},le="+Inf"} ${counts.requests}`,
    `app_seconds_sum{${label}} ${counts.seconds}`,
    `app_seconds_count{${label}} ${counts.requests}`,
    '',
  ].join('\n')

const server = createServer((request, response) => {
  const end = (code, text) => {
    response.statusCode = code
    response.end(text)
  }
  if (request.url === '/health') return end(200, version)
  if (request.url === '/metrics') return behaviour === 'mute' ? end(500, '') : end(200, metrics())
  if (request.method === 'POST' && request.url.startsWith('/behave/')) {
    behaviour = request.url.split('/').at(-1)
    return end(200, behaviour)
  }
  const started = performance.now()
  const fails = behaviour === 'errors' && Math.random() < 0.75
  setTimeout(
    () => {
      const seconds = (performance.now() - started) / 1000
      counts.requests += 1
      counts.seconds += seconds
      if (fails) counts.failed += 1
      bounds.forEach((bound, index) => {
        if (seconds <= bound) counts.buckets[index] += 1
      })
      end(fails ? 500 : 200, version)
    },
    behaviour === 'slow' ? 600 : 5,
  )
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`))
