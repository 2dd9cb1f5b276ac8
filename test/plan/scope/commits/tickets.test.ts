import { expect, test } from 'vitest'
import { ticketsIn, ticketUrl } from '../../../../src/plan/scope/commits/tickets.ts'

test.each([
  ['https://github.com/o/r', '#12', 'https://github.com/o/r/issues/12'],
  ['https://github.com/o/r', 'a/b#12', 'https://github.com/a/b/issues/12'],
  ['https://gitlab.example.org/g/s/p', '#12', 'https://gitlab.example.org/g/s/p/-/issues/12'],
  ['https://gitlab.com/g/p', '!12', 'https://gitlab.com/g/p/-/merge_requests/12'],
  ['https://bitbucket.org/o/r', '!12', 'https://bitbucket.org/o/r/pull-requests/12'],
  [
    'https://bitbucket.example.org/scm/KEY/repo',
    '!12',
    'https://bitbucket.example.org/projects/KEY/repos/repo/pull-requests/12',
  ],
  ['https://codeberg.org/o/r', '!12', 'https://codeberg.org/o/r/pulls/12'],
  ['https://dev.azure.com/org/p/_git/r', '#12', 'https://dev.azure.com/org/p/_workitems/edit/12'],
  ['https://ssh.dev.azure.com/v3/org/p/r', '!12', 'https://dev.azure.com/org/p/_git/r/pullrequest/12'],
  ['https://git.example.org/o/r', '#12', undefined],
  [undefined, '#12', undefined],
  ['https://github.com/o/r', 'ABC-12', undefined],
])('%s %s', (webUrl, ticket, url) => {
  expect(ticketUrl(ticket, webUrl)).toBe(url)
})

test('keys have a page where it is told', () => {
  expect(ticketUrl('ABC-12', undefined, 'https://t.example.org/browse/{id}')).toBe(
    'https://t.example.org/browse/ABC-12',
  )
  expect(ticketUrl('x](y', undefined, 'https://t.example.org/{id}')).toBeUndefined()
})

test('whole addresses get the short form of their own repository', () => {
  const body =
    'Fixes https://github.com/O/r/issues/7\nCloses https://gitlab.com/a/b/-/merge_requests/8\nGH-9 is not closing'
  expect(ticketsIn('fix: x GH-5', body, 'o/r')).toEqual(['#5', '#7', 'a/b!8'])
})
