/**
 * What a manifest asks for: the range as written, whether only development needs it, and whether its users must
 * bring it (peer packages, and the language itself: `node`, `python`, `go`, `rust`, `php`).
 */
export type Requirement = { range: string; dev: boolean; peer?: true }

export type Requirements = Map<string, Requirement>
