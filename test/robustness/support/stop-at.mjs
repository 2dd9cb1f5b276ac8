// Loaded before the program (node --import): counts the calls that change files and stops the process before the one
// numbered STOP_AT as a power cut would, without any clean-up. With STOP_TORN the text that is being written then is
// cut in half first. COUNT_TO names a file that gets the number of calls when nothing was stopped.

import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const stopAt = Number(process.env.STOP_AT ?? Number.POSITIVE_INFINITY)
const original = { writeFileSync: fs.writeFileSync, writeSync: fs.writeSync }
let count = 0

function before() {
  count += 1
  if (count !== stopAt) return
  process.kill(process.pid, 'SIGKILL')
  for (;;);
}

const watched = (work, isChange = () => true) =>
  function changed(...args) {
    if (isChange(...args)) before()
    return work.apply(this, args)
  }

for (const name of ['mkdir', 'rmdir', 'rename', 'unlink', 'writeFile', 'rm']) {
  fs.promises[name] = watched(fs.promises[name])
}
const creates = (_path, flags) =>
  typeof flags === 'number' ? (flags & fs.constants.O_CREAT) !== 0 : /[wa]/.test(flags ?? 'r')
fs.promises.open = watched(fs.promises.open, creates)
fs.writeFileSync = function torn(file, text, ...rest) {
  if (process.env.STOP_TORN && count + 1 === stopAt && typeof file === 'number') {
    original.writeSync(file, String(text).slice(0, Math.ceil(String(text).length / 2)))
  }
  before()
  return original.writeFileSync(file, text, ...rest)
}
for (const name of ['renameSync', 'linkSync', 'unlinkSync', 'copyFileSync', 'fchmodSync', 'fsync']) {
  fs[name] = watched(fs[name])
}
fs.openSync = watched(fs.openSync, creates)
syncBuiltinESMExports()
count = 0

process.on('exit', () => {
  if (process.env.COUNT_TO) original.writeFileSync(process.env.COUNT_TO, String(count))
})
